using System.CommandLine;

namespace ServiceDirectory.Cli.Commands;

/// <summary><c>hsds</c>: open data by the Human Services Data Specification.</summary>
internal static class HsdsCommand
{
    public static Command Create(Database database) => new("hsds", "Open data by the Human Services Data Specification (HSDS 3.2).") { HsdsImport.Create(database), HsdsExportCommand.Create(database) };
}
