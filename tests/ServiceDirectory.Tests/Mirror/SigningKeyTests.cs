using System.Diagnostics;
using System.Text;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Mirror;

namespace ServiceDirectory.Tests.Mirror;

public sealed class SigningKeyTests
{
    private const string Comment = "made:2026-11-27\tuntil:2026-12-27";

    private static readonly byte[] s_content = Encoding.UTF8.GetBytes("abc  index.html\n");

    [Fact]
    public void Signature_IsFoundToBeOfTheKeyAndTheFile_WithItsComment()
    {
        var key = SigningKey.New();
        Assert.Equal(Comment, key.Public.Verify(s_content, key.Sign(s_content, Comment)));
    }

    [Fact]
    public void Signature_OfAnotherKey_File_OrComment_IsNone()
    {
        var key = SigningKey.New();
        string signature = key.Sign(s_content, Comment);
        Assert.Null(SigningKey.New().Public.Verify(s_content, signature));
        Assert.Null(key.Public.Verify([.. s_content, 0], signature));
        Assert.Null(key.Public.Verify(s_content, signature.Replace("2026-12-27", "2027-12-27", StringComparison.Ordinal)));
        string[] lines = signature.Split('\n');
        string[] other = key.Sign([1], Comment).Split('\n');
        // The second line is of this file, the last one of another.
        Assert.Null(key.Public.Verify(s_content, string.Join('\n', lines[0], lines[1], lines[2], other[3])));
    }

    [Theory]
    [InlineData("")]
    [InlineData("one line")]
    [InlineData("a\nb\nc\nd")]
    [InlineData("untrusted comment: x\n!!!!\ntrusted comment: y\n!!!!\n")]
    public void Signature_OfNoShape_IsNone(string text) => Assert.Null(SigningKey.New().Public.Verify(s_content, text));

    [Fact]
    public void Keys_AreReadBack()
    {
        var key = SigningKey.New();
        var read = SigningKey.Read(key.Write());
        Assert.Equal(key.Public.ToString(), read.Public.ToString());
        Assert.Equal(Comment, VerifyingKey.Read(key.Public.Write()).Verify(s_content, read.Sign(s_content, Comment)));
        Assert.Equal(Comment, VerifyingKey.Read(key.Public.ToString()).Verify(s_content, read.Sign(s_content, Comment)));
    }

    [Fact]
    public void Keys_ThatAreDamaged_Locked_OrSomethingElse_AreRefused()
    {
        string[] lines = SigningKey.New().Write().Split('\n');
        byte[] bytes = Convert.FromBase64String(lines[1]);
        for (int at = 60; at < bytes.Length; at += 7)
        {
            byte[] changed = [.. bytes];
            changed[at] ^= 1;
            Assert.Throws<SettingException>(() => SigningKey.Read($"{lines[0]}\n{Convert.ToBase64String(changed)}\n"));
        }

        byte[] locked = [.. bytes];
        "Sc"u8.CopyTo(locked.AsSpan(2));
        Assert.Contains("password", Assert.Throws<SettingException>(() => SigningKey.Read($"{lines[0]}\n{Convert.ToBase64String(locked)}\n")).Message, StringComparison.Ordinal);
        Assert.Throws<SettingException>(() => SigningKey.Read("nothing"));
        Assert.Throws<SettingException>(() => VerifyingKey.Read("nothing"));
        Assert.Throws<SettingException>(() => VerifyingKey.Read(new string('x', 100_000)));
    }

    [Fact]
    public void Comment_OfTwoLines_IsRefused() => Assert.Throws<ArgumentException>(() => SigningKey.New().Sign(s_content, "a\nb"));

    /// <summary>The files are minisign's own: it checks what is signed here, and what it signs is checked here.</summary>
    [Fact]
    public async Task Minisign_ReadsWhatIsWrittenHere_AndTheOtherWayRound()
    {
        string folder = Directory.CreateTempSubdirectory("signing-").FullName;
        try
        {
            var key = SigningKey.New();
            string list = Path.Combine(folder, MirrorSums.FileName);
            await File.WriteAllBytesAsync(list, s_content, TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(list + ".minisig", key.Sign(s_content, Comment), TestContext.Current.CancellationToken);
            string said = await MinisignAsync("-V", "-P", key.Public.ToString(), "-m", list);
            Assert.Contains(Comment, said, StringComparison.Ordinal);

            string secret = Path.Combine(folder, "key");
            await File.WriteAllTextAsync(secret, key.Write(), TestContext.Current.CancellationToken);
            await MinisignAsync("-S", "-W", "-s", secret, "-t", "from elsewhere", "-m", list);
            string signature = await File.ReadAllTextAsync(list + ".minisig", TestContext.Current.CancellationToken);
            Assert.Equal("from elsewhere", key.Public.Verify(s_content, signature));

            string theirs = Path.Combine(folder, "theirs");
            await MinisignAsync("-G", "-W", "-f", "-s", theirs, "-p", theirs + ".pub");
            var read = SigningKey.Read(await File.ReadAllTextAsync(theirs, TestContext.Current.CancellationToken));
            Assert.Equal(VerifyingKey.Read(await File.ReadAllTextAsync(theirs + ".pub", TestContext.Current.CancellationToken)).ToString(), read.Public.ToString());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> MinisignAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("minisign", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var problems = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await problems + await output);
        return await output;
    }
}
