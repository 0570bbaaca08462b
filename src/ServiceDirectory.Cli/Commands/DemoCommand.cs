using System.CommandLine;
using ServiceDirectory.Cli.Demo;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Places;
using Spectre.Console;

namespace ServiceDirectory.Cli.Commands;

/// <summary><c>demo</c>: fills an empty database with invented entries.</summary>
internal static class DemoCommand
{
    public static Command Create(Database database)
    {
        var ifEmpty = new Option<bool>("--if-empty") { Description = "Say nothing and do nothing when the database holds something." };
        var command = new Command("demo", "Fill an empty database with invented organisations and services, to look at. Every page then says so.")
        {
            ifEmpty,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var owner = database.Owner();
            if (parsed.GetValue(ifEmpty) && !await DemoMark.MaySetAsync(owner, cancellation))
                return 0;
            await using var app = database.App();
            await using var reader = database.Public();
            var gazetteer = await GazetteerStore.ReadAsync(reader, cancellation);
            var loader = new DemoLoader(owner, app, DirectoryCatalogue.Default, gazetteer, TimeProvider.System, database.Secrets());
            await AnsiConsole.Progress().StartAsync(async context =>
            {
                var bar = context.AddTask("Inventing a directory", maxValue: DemoDirectory.Entries.Count);
                await loader.LoadAsync(new Bar(bar), cancellation);
            });
            await parsed.InvocationConfiguration.Output.WriteLineAsync(
                $"Loaded {DemoDirectory.Organisations.Count} invented organisations and {DemoDirectory.Entries.Count} invented services.");
            return 0;
        });
        return command;
    }

    private sealed class Bar(ProgressTask task) : IProgress<int>
    {
        public void Report(int value) => task.Value = value;
    }
}
