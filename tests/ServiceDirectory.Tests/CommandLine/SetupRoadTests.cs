using System.Diagnostics;
using ServiceDirectory.Core.Backup;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Tests.Faults;
using ServiceDirectory.Tests.Privacy;

namespace ServiceDirectory.Tests.CommandLine;

using CommandLine = Infrastructure.CommandLine;

/// <summary>From five answers to a directory that answers people.</summary>
public sealed class SetupRoadTests : IDisposable
{
    private const string First = "age17hd46vzaaxcy5u4qa2zhm4j7jl0kh3hf9qpkykaq67mrhugkzsnqlw0lq8";

    private readonly string _folder = Directory.CreateTempSubdirectory("setup-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Secrets => Path.Combine(_folder, "secrets");

    [Fact]
    public async Task Answers_MakeADirectory_ThatAnswers()
    {
        await using var cluster = await OwnCluster.StartEmptyAsync();
        string[] keys = [await KeyAsync(), await KeyAsync()];
        var asked = await CommandLine.OfNothing().Typing("Local Help", "help.example", "IE", "en, es", string.Join(' ', keys)).RunAsync("setup", "--secrets", Secrets, "--server", cluster.Folder);
        Assert.True(asked.Status == 0, asked.Problems);
        Assert.Contains("5 of 5. Who keeps the backups?", asked.Output, StringComparison.Ordinal);
        Assert.Contains($"BACKUP_TO=\"{keys[0]} {keys[1]}\"", await ReadAsync(".env"), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            foreach (string name in new[] { "ConnectionStrings__Directory", "ConnectionStrings__Public", "ConnectionStrings__Owner", "ConnectionStrings__Backup", "pepper", "seal" })
                Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(Path.Combine(Secrets, name)));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Secrets));
        }

        Assert.DoesNotContain("Password", asked.Output, StringComparison.Ordinal);

        var cli = CommandLine.OfNothing().With(SecretsFolder.Setting, Secrets).With(ConnectionSettings.Name(Login.Administrator), cluster.Administrator);
        // What the folder says stands beside the administrator that is set.
        Assert.Contains("migrate", await cli.SayAsync("setup", "--private-server"), StringComparison.Ordinal);
        Assert.Contains("Applied", await cli.SayAsync("migrate"), StringComparison.Ordinal);
        Assert.Contains("SCRAM-SHA-256", await cli.SayAsync("setup", "--print"), StringComparison.Ordinal);

        var env = (await File.ReadAllLinesAsync(Path.Combine(_folder, ".env"), Stop)).Where(line => line.Length > 0).Select(line => line.Split('=', 2)).ToDictionary(line => line[0], line => line[1].Trim('"'));
        await using var web = await WebProcess.StartFromAsync(
            Secrets, "web", _folder,
            ("AllowedHosts", $"{env["SITE_HOST"]};localhost"), ("Directory__Name", env["SITE_NAME"]), ("Directory__HomeCountry", env["HOME_COUNTRY"]), ("Directory__Languages", env["LANGUAGES"]));
        using var browser = web.Browser();
        browser.BaseAddress = new Uri("http://help.example");
        string home = await browser.GetStringAsync(new Uri("/", UriKind.Relative), Stop);
        Assert.Contains("Local Help", home, StringComparison.Ordinal);
        Assert.Contains("hreflang=\"es\"", home, StringComparison.Ordinal);
        Assert.DoesNotContain("hreflang=\"ro\"", home, StringComparison.Ordinal);
        // The database behind it is there: the public role reads it.
        Assert.Contains("0", await browser.GetStringAsync(new Uri("/about", UriKind.Relative), Stop), StringComparison.Ordinal);
        using var search = await browser.GetAsync(new Uri("/search?need=4", UriKind.Relative), Stop);
        Assert.True(search.IsSuccessStatusCode, $"{search.StatusCode}");
    }

    [Fact]
    public async Task Sheets_AreAPageEach_WithoutAnySecret()
    {
        string[] keys = [await KeyAsync(), await KeyAsync()];
        await CommandLine.OfNothing().SayAsync(Given(string.Join(' ', keys)));
        string[] secrets = [.. Directory.GetFiles(Secrets, "ConnectionStrings__*").Select(path => File.ReadAllText(path).Split("Password=")[1].Trim()), Convert.ToBase64String(await File.ReadAllBytesAsync(Path.Combine(Secrets, "pepper"), Stop))];
        Assert.Equal(5 + 1, secrets.Length);
        for (int keeper = 0; keeper < 2; keeper++)
        {
            string sheet = await ReadAsync($"keeper-{keeper + 1}.txt");
            string[] lines = sheet.TrimEnd('\n').Split('\n');
            Assert.InRange(lines.Length, 40, 60);
            Assert.All(lines, line => Assert.InRange(line.Length, 0, 80));
            Assert.Contains($"YOURS   {keys[keeper]}", lines);
            Assert.Contains($"THEIRS  {keys[1 - keeper]}", lines);
            Assert.DoesNotContain("AGE-SECRET-KEY", sheet, StringComparison.Ordinal);
            Assert.All(secrets, secret => Assert.DoesNotContain(secret, sheet, StringComparison.Ordinal));
        }

        // Those of containers are given to the users of the containers, or it is said how.
        Assert.Equal(32, new FileInfo(Path.Combine(Secrets, "seal")).Length);
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Secrets, "database_administrator"), Stop), (await File.ReadAllTextAsync(Path.Combine(Secrets, "ConnectionStrings__Administrator"), Stop)).Split("Password=")[1]);
        if (Environment.IsPrivilegedProcess)
            Assert.Equal("1654 999", $"{await OwnerAsync("pepper")} {await OwnerAsync("database_administrator")}");
    }

    [Fact]
    public async Task WhatIsThere_IsNeverWrittenOver()
    {
        await CommandLine.OfNothing().SayAsync(Given($"{First} {await KeyAsync()}"));
        var before = Everything();
        var again = await CommandLine.OfNothing().RunAsync(Given($"{First} {await KeyAsync()}"));
        Assert.Equal(1, again.Status);
        Assert.Contains($"{Path.Combine(Secrets, "pepper")} is there already.", again.Problems, StringComparison.Ordinal);
        Assert.Equal(before, Everything());
        // One of them alone is enough.
        Directory.Delete(Secrets, recursive: true);
        Assert.Equal(1, (await CommandLine.OfNothing().RunAsync(Given($"{First} {await KeyAsync()}"))).Status);
        Assert.False(Directory.Exists(Secrets));
    }

    [Fact]
    public async Task WrongAnswers_AreSaid_AndAskedAgain()
    {
        string[] keys = [await KeyAsync(), await KeyAsync()];
        string slip = keys[0][..^1] + (keys[0][^1] == 'q' ? 'p' : 'q');
        var answer = await CommandLine.OfNothing().Typing(
            "", "Local \"Help\"", "Local Help",
            "https://help.example/", "help", "help.example",
            "uk", "XQ", "GB",
            "es,en", "en,tlh", "",
            keys[0], $"{keys[0]} {keys[0]}", $"{slip} {keys[1]}", "AGE-SECRET-KEY-1ABC age1x", string.Join(' ', keys)).RunAsync("setup", "--secrets", Secrets);
        Assert.True(answer.Status == 0, answer.Problems);
        foreach (string said in new[]
        {
            "A name has 1 to 60 letters", "That is no name of a host.", "'uk' is no country.", "'XQ' is no country.", "Write en first", "'tlh' is none of",
            "Two keys are needed", $"'{slip}' is no public key, or has a slip in it.", "That is the secret half of a key.",
        })
            Assert.Contains(said, answer.Output, StringComparison.Ordinal);
        Assert.Contains("LANGUAGES=\"\"\n", await ReadAsync(".env"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NobodyWhoAnswers_OrAWrongOption_EndsWithALine_AndWritesNothing()
    {
        var nobody = await CommandLine.OfNothing().Typing("Local Help").RunAsync("setup", "--secrets", Secrets);
        Assert.Equal(1, nobody.Status);
        Assert.StartsWith("Nobody answers: Under which name is it reached?", nobody.Problems, StringComparison.Ordinal);
        var wrong = await CommandLine.OfNothing().RunAsync("setup", "--secrets", Secrets, "--name", "Local Help", "--address", "nonsense");
        Assert.Equal((1, true), (wrong.Status, wrong.Problems.StartsWith("That is no name of a host.", StringComparison.Ordinal)));
        Assert.Equal(1, (await CommandLine.OfNothing().RunAsync("setup", "--secrets", Secrets, "--print")).Status);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    /// <summary>Keys that age itself makes, and each with one letter changed or two that changed places.</summary>
    [Fact]
    public async Task Key_WithASlip_IsSeen()
    {
        string key = await KeyAsync();
        Assert.Equal(key, KeeperKey.Parse($" {key}\n"));
        for (int at = 0; at < key.Length; at++)
        {
            Assert.Null(KeeperKey.Parse(key.Remove(at, 1).Insert(at, key[at] == 'z' ? "q" : "z")));
            if (at > 0 && key[at] != key[at - 1])
                Assert.Null(KeeperKey.Parse(key.Remove(at - 1, 2).Insert(at - 1, $"{key[at]}{key[at - 1]}")));
        }

        Assert.Null(KeeperKey.Parse(null));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string[] Given(string keepers) =>
        ["setup", "--secrets", Secrets, "--name", "Local Help", "--address", "help.example", "--country", "GB", "--languages", "en", "--keepers", keepers];

    private Task<string> ReadAsync(string name) => File.ReadAllTextAsync(Path.Combine(_folder, name), Stop);

    private SortedDictionary<string, string> Everything() =>
        new(Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).ToDictionary(path => path, path => Convert.ToHexString(File.ReadAllBytes(path))), StringComparer.Ordinal);

    private async Task<string> OwnerAsync(string name) => (await RunAsync("stat", "-c", "%u", Path.Combine(Secrets, name))).Trim();

    private static async Task<string> KeyAsync() => (await RunAsync("age-keygen")).Split('\n').Single(line => line.StartsWith("# public key: ", StringComparison.Ordinal))[14..].Trim();

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        string said = await process.StandardOutput.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);
        Assert.Equal(0, process.ExitCode);
        return said;
    }
}
