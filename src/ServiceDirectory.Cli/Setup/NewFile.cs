using System.Text;
using ServiceDirectory.Core;

namespace ServiceDirectory.Cli.Setup;

/// <summary>A file that setup makes.</summary>
/// <param name="Path">Where.</param>
/// <param name="Content">All of it.</param>
/// <param name="User">The number of the user of a container who reads it; null: whoever runs setup.</param>
/// <param name="IsSecret">Read by that user and nobody else.</param>
internal sealed record NewFile(string Path, byte[] Content, int? User, bool IsSecret)
{
    public static NewFile Secret(string path, string line, int? user) => new(path, Encoding.UTF8.GetBytes(line + "\n"), user, IsSecret: true);

    public static NewFile Open(string path, string text) => new(path, Encoding.UTF8.GetBytes(text), User: null, IsSecret: false);

    /// <summary>Writes all of them, or none: where one is there already, it is somebody's.</summary>
    /// <exception cref="SettingException">One is there, or the folder cannot be written.</exception>
    public static void WriteAll(IReadOnlyList<NewFile> files)
    {
        var there = files.Select(file => file.Path).Where(System.IO.Path.Exists).ToList();
        if (there.Count > 0)
            throw new SettingException(string.Join('\n', there.Select(path => $"{path} is there already.").Append("Nothing was written: setup never writes over what is there. Begin in another folder, or move it away.")));
        var written = new List<string>();
        try
        {
            foreach (var file in files)
            {
                MakeFolder(System.IO.Path.GetDirectoryName(file.Path)!, file.IsSecret);
                file.Write();
                written.Add(file.Path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            foreach (string path in written)
                File.Delete(path);
            throw new SettingException($"The files cannot be written: {e.Message} Nothing was kept.", e);
        }
    }

    private static void MakeFolder(string folder, bool isSecret)
    {
        if (OperatingSystem.IsWindows() || !isSecret)
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private void Write()
    {
        var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            how.UnixCreateMode = IsSecret ? UnixFileMode.UserRead : UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        using var file = new FileStream(Path, how);
        file.Write(Content);
        file.Flush(flushToDisk: true);
    }
}
