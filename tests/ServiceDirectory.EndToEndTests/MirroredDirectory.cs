using ServiceDirectory.Cli;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.EndToEndTests;

/// <summary>A mirror of the invented directory on a disk, written by the command line as somebody would; made when it is first asked for.</summary>
public sealed class MirroredDirectory(LiveDirectory directory) : IAsyncLifetime
{
    private readonly string _parent = System.IO.Directory.CreateTempSubdirectory("mirrored-").FullName;

    private readonly Lock _turn = new();

    private Task? _made;

    /// <summary>In everyday runs the first and the one that reads from right to left.</summary>
    public static string Languages => FullRun.IsAsked ? "" : "en;ar";

    public string Folder => Path.Combine(_parent, "mirror");

    public string PublicKey => Path.Combine(_parent, "keys", "mirror.pub");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Made by the first test that asks; where it could not be made, each says why.</summary>
    public Task ReadyAsync()
    {
        lock (_turn)
            return _made ??= MakeFirstAsync();
    }

    public Task<(int Status, string Output, string Problems)> MakeAsync() =>
        RunAsync("mirror", Folder, "--key", Path.Combine(_parent, "keys", "mirror.key"), "--web", Path.Combine(_parent, "web"));

    public async Task<(int Status, string Output, string Problems)> RunAsync(params string[] arguments)
    {
        var environment = new[] { Login.Directory, Login.Public, Login.Owner }.ToDictionary(ConnectionSettings.Name, login => directory.Logins.Settings.Require(login))
            .Append(KeyValuePair.Create(SecretsFolder.Setting, TestSecrets.Folder)).Append(KeyValuePair.Create("Directory__Languages", Languages)).ToDictionary();
        using var output = new StringWriter();
        using var problems = new StringWriter();
        int status = await DirectoryCommands.RunAsync(arguments, environment.GetValueOrDefault, TextReader.Null, output, problems);
        return (status, output.ToString(), problems.ToString());
    }

    public ValueTask DisposeAsync()
    {
        System.IO.Directory.Delete(_parent, recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task MakeFirstAsync()
    {
        LayOut();
        Assert.Equal(0, (await RunAsync("mirror", "keys", Path.Combine(_parent, "keys"))).Status);
        var (status, _, problems) = await MakeAsync();
        Assert.True(status == 0, problems);
    }

    /// <summary>The web program as it is put on a server: its own files, and those that browsers ask for beside them.</summary>
    private void LayOut()
    {
        string web = System.IO.Directory.CreateDirectory(Path.Combine(_parent, "web")).FullName;
        foreach (string entry in System.IO.Directory.EnumerateFileSystemEntries(AppContext.BaseDirectory).Where(entry => Path.GetFileName(entry) != "pictures"))
            File.CreateSymbolicLink(Path.Combine(web, Path.GetFileName(entry)), entry);
        File.CreateSymbolicLink(Path.Combine(web, "wwwroot"), Repository.Path("src", "ServiceDirectory.Web", "wwwroot"));
    }
}
