using System.Text;
using NodaTime;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Mirror;

namespace ServiceDirectory.Tests.Mirror;

public sealed class MirrorFolderTests : IDisposable
{
    private static readonly LocalDate s_made = new(2026, 11, 27);

    private static readonly LocalDate s_until = new(2026, 12, 27);

    private static readonly SigningKey s_key = SigningKey.New();

    private readonly string _path = Path.Combine(Directory.CreateTempSubdirectory("folder-").FullName, "mirror");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    [Fact]
    public async Task Folder_Verifies_WithItsDays_UntilSomethingIsChanged()
    {
        await WriteAsync(("index.html", "one"), ("needs/4.html", "four"));
        var found = await VerifyAsync();
        Assert.True(found.IsWhole);
        Assert.Equal((2, new MirrorDates(s_made, s_until)), (found.Files, found.Dates));

        await File.WriteAllTextAsync(Of("needs/4.html"), "five", Stop);
        await File.WriteAllTextAsync(Of("new.html"), "new", Stop);
        File.Delete(Of("index.html"));
        found = await VerifyAsync();
        Assert.False(found.IsWhole);
        Assert.Equal(["needs/4.html"], found.Changed);
        Assert.Equal(["index.html"], found.Missing);
        Assert.Equal(["new.html"], found.Added);
    }

    [Fact]
    public async Task Link_ThatLeadsOutOfTheFolder_IsNoFileOfIt()
    {
        await WriteAsync(("index.html", "one"));
        string elsewhere = Path.Combine(Path.GetDirectoryName(_path)!, "elsewhere");
        await File.WriteAllTextAsync(elsewhere, "one", Stop);
        File.Delete(Of("index.html"));
        File.CreateSymbolicLink(Of("index.html"), elsewhere);
        Assert.Equal(["index.html"], (await VerifyAsync()).Missing);
    }

    [Fact]
    public async Task Again_WritesOnlyWhatChanged_AndRemovesWhatIsGone()
    {
        await WriteAsync(("index.html", "one"), ("needs/4.html", "four"), ("old/deep/9.html", "nine"));
        var first = File.GetLastWriteTimeUtc(Of("index.html"));
        var again = await WriteAsync(("index.html", "one"), ("needs/4.html", "changed"));
        Assert.Equal((2, 1, 1), (again.Count, again.Written, again.Removed));
        Assert.Equal(first, File.GetLastWriteTimeUtc(Of("index.html")));
        Assert.False(Directory.Exists(Of("old")));
        Assert.True((await VerifyAsync()).IsWhole);
    }

    [Fact]
    public async Task Again_MendsAFileThatSomebodyChanged()
    {
        await WriteAsync(("index.html", "one"));
        await File.WriteAllTextAsync(Of("index.html"), "two", Stop);
        Assert.Equal(1, (await WriteAsync(("index.html", "one"))).Written);
        Assert.True((await VerifyAsync()).IsWhole);
    }

    [Fact]
    public async Task HalfWritten_DoesNotVerify()
    {
        await WriteAsync(("index.html", "one"));
        var folder = new MirrorFolder(_path);
        folder.Open();
        await folder.WriteAsync("index.html", Encoding.UTF8.GetBytes("two"), Stop);
        // Ended before it was sealed.
        Assert.Equal(["index.html"], (await VerifyAsync()).Changed);
    }

    [Fact]
    public async Task Unsigned_OrSignedByAnother_IsRefused()
    {
        await WriteAsync(("index.html", "one"));
        await Assert.ThrowsAsync<SettingException>(() => new MirrorFolder(_path).VerifyAsync(SigningKey.New().Public, Stop));
        File.Delete(Of(MirrorSums.SignatureName));
        await Assert.ThrowsAsync<SettingException>(VerifyAsync);
    }

    [Fact]
    public async Task SomethingElse_IsNotWrittenInto()
    {
        Directory.CreateDirectory(_path);
        await File.WriteAllTextAsync(Of("letter.txt"), "dear", Stop);
        Assert.Throws<SettingException>(() => new MirrorFolder(_path).Open());
        Assert.Equal(["letter.txt"], Directory.GetFileSystemEntries(_path).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    [InlineData("/etc/x")]
    [InlineData("a//b")]
    [InlineData("a\\b")]
    [InlineData("./a")]
    [InlineData("")]
    [InlineData("SHA256SUMS")]
    public async Task Name_ThatLeadsOut_IsRefused_AlsoInAList(string name)
    {
        var folder = new MirrorFolder(_path);
        folder.Open();
        await Assert.ThrowsAsync<ArgumentException>(() => folder.WriteAsync(name, ReadOnlyMemory<byte>.Empty, Stop));
        Assert.Throws<SettingException>(() => MirrorSums.Read(Encoding.UTF8.GetBytes($"{new string('a', 64)}  {name}\n")));
    }

    [Fact]
    public void Dates_AreReadBack_AndNothingElseIs()
    {
        var dates = new MirrorDates(s_made, s_until);
        Assert.Equal(dates, MirrorDates.Read(dates.ToString()));
        Assert.Null(MirrorDates.Read("timestamp:1"));
        Assert.Null(MirrorDates.Read("made:2026-11-27\tuntil:soon"));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Of(string name) => Path.Combine(_path, name);

    private Task<MirrorFindings> VerifyAsync() => new MirrorFolder(_path).VerifyAsync(s_key.Public, Stop);

    private async Task<MirrorFolder> WriteAsync(params (string Name, string Content)[] files)
    {
        var folder = new MirrorFolder(_path);
        folder.Open();
        foreach (var (name, content) in files)
            await folder.WriteAsync(name, Encoding.UTF8.GetBytes(content), Stop);
        await folder.SealAsync(s_key, s_made, s_until, Stop);
        return folder;
    }
}
