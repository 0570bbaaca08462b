using System.CommandLine;

namespace ServiceDirectory.Cli.Backup;

/// <summary>To whom a backup is sealed: options that several commands have.</summary>
internal sealed class Keepers
{
    private readonly Option<string[]> _to = new("--to") { Description = "To whose key it is sealed: age1…, as age-keygen prints it. Once for each keeper; the other half of a key is kept elsewhere.", AllowMultipleArgumentsPerToken = true };

    private readonly Option<FileInfo?> _file = new("--to-file") { Description = "A file with such keys, one to a line." };

    public void AddTo(Command command)
    {
        command.Options.Add(_to);
        command.Options.Add(_file);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_to) is not { Length: > 0 } && result.GetValue(_file) is null)
                result.AddError("Say with --to or --to-file to whose key it is sealed. age-keygen makes one.");
        });
    }

    /// <summary>As arguments of <c>age</c>.</summary>
    public IReadOnlyList<string> Recipients(ParseResult parsed) =>
    [
        .. (parsed.GetValue(_to) ?? []).SelectMany(key => new[] { "--recipient", key }),
        .. parsed.GetValue(_file) is { } list ? new[] { "--recipients-file", list.FullName } : [],
    ];
}
