using System.CommandLine;

namespace ServiceDirectory.Cli.Commands;

/// <summary>What several commands are given in the same way.</summary>
internal static class Given
{
    /// <summary><c>--by</c>: the organisation that acts.</summary>
    /// <param name="does">Ends the sentence "Code of the organisation …".</param>
    public static Option<string> By(string does) => new("--by") { Description = $"Code of the organisation {does}.", Required = true };
}
