namespace ServiceDirectory.Tests.Deployment;

/// <summary>What runs each night makes one sealed file, carries it away and keeps none for longer than thirty days; a night that does less says so by its status.</summary>
public sealed class NightlyTests : IDisposable
{
    private const string Script = "deploy/backup/nightly.sh";

    private readonly CopyOfDeployment _copy = new();

    public NightlyTests()
    {
        Directory.CreateDirectory(_copy.At("backups"));
        _copy.Program("docker", "printf '%s\\n' \"$*\" >> asked; printf sealed > \".$7\"");
        _copy.Program("carry", "printf '%s\\n' \"$1\" >> carried");
        _copy.Program("date", "[[ $1 == +%F ]] && echo 2026-11-28");
        Settings("BACKUP_TO=\"age1one age1two\"\nBACKUP_SEND=carry\n");
    }

    public void Dispose() => _copy.Dispose();

    [Fact]
    public async Task Night_MakesOne_CarriesIt_AndRemovesWhatIsOld()
    {
        Age("directory-2026-10-28.age", 31);
        Age("directory-2026-10-30.age", 29);
        Age("of-somebody-else.age", 90);
        var run = await _copy.RunAsync(Script);
        Assert.Equal((0, ""), (run.Status, run.Problems));
        Assert.Equal("compose run --rm -T cli backup /backups/directory-2026-11-28.age --to age1one --to age1two\n", File.ReadAllText(_copy.At("asked")));
        Assert.Equal("backups/directory-2026-11-28.age\n", File.ReadAllText(_copy.At("carried")));
        Assert.Equal(
            ["directory-2026-10-30.age", "directory-2026-11-28.age", "of-somebody-else.age"],
            Directory.EnumerateFiles(_copy.At("backups")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("BACKUP_SEND=carry\n", "names no key")]
    [InlineData("BACKUP_TO=AGE-SECRET-KEY-1X\nBACKUP_SEND=carry\n", "no public key")]
    [InlineData("BACKUP_TO=age1one\n", "on this machine only")]
    public async Task Night_WithoutKeysOrAWayOut_Fails(string settings, string why)
    {
        Settings(settings);
        var run = await _copy.RunAsync(Script);
        Assert.Equal(1, run.Status);
        Assert.Contains(why, run.Problems, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", run.Problems, StringComparison.Ordinal);
        Assert.False(File.Exists(_copy.At("carried")));
    }

    [Theory]
    [InlineData("exit 1")]
    [InlineData("exit 0")]
    public async Task Backup_ThatFails_RemovesNoOldOne(string docker)
    {
        _copy.Program("docker", docker);
        Age("directory-2026-10-28.age", 31);
        Assert.NotEqual(0, (await _copy.RunAsync(Script)).Status);
        Assert.Single(Directory.EnumerateFiles(_copy.At("backups")));
        Assert.False(File.Exists(_copy.At("carried")));
    }

    private void Settings(string lines) => File.WriteAllText(_copy.At(".env"), "SITE_NAME=Example\n" + lines);

    private void Age(string name, int days)
    {
        string path = _copy.At(Path.Combine("backups", name));
        File.WriteAllText(path, "sealed");
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-days));
    }
}
