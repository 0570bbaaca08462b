using Spectre.Console;

namespace ServiceDirectory.Cli.Commands;

/// <summary>Bars that fill while a command works.</summary>
internal static class Bars
{
    /// <summary>On a console of their own: the common one draws for one command at a time.</summary>
    public static Progress Start() => AnsiConsole.Create(new AnsiConsoleSettings()).Progress();
}
