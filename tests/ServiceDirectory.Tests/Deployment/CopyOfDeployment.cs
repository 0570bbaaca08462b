using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Deployment;

/// <summary>The files of a deployment in a folder of their own, and a folder for programs that stand in for real ones.</summary>
internal sealed class CopyOfDeployment : IDisposable
{
    private static readonly string[] s_inTheRoot = ["Dockerfile", "docker-compose.yml"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sd-deploy-");

    public CopyOfDeployment()
    {
        Directory.CreateDirectory(Programs);
        foreach (string file in Directory.EnumerateFiles(Repository.Path("deploy"), "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Repository.Root, path)).Concat(s_inTheRoot))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(At(file))!);
            File.Copy(Repository.Path(file), At(file));
        }
    }

    public string Root => _folder.FullName;

    private string Programs => At("programs");

    public string At(string path) => Path.Combine(_folder.FullName, path);

    /// <summary>What this program says from now on.</summary>
    public void Program(string name, string script)
    {
        string path = Path.Combine(Programs, name);
        File.WriteAllText(path, $"#!/usr/bin/env bash\n{script}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>One of the shipped scripts, from somewhere else.</summary>
    public Task<Run> RunAsync(string script, params string[] arguments) => Deployment.Run.ProgramAsync(At(script), arguments, "/", Programs);

    public void Dispose() => _folder.Delete(recursive: true);
}
