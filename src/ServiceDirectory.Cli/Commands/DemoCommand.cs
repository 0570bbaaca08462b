using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceDirectory.Cli.Demo;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Core.Secrets;
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
            Invitations(database),
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var owner = database.Owner();
            if (parsed.GetValue(ifEmpty) && !await DemoMark.MaySetAsync(owner, cancellation))
                return 0;
            await using var app = database.App();
            await using var reader = database.Public();
            var gazetteer = await GazetteerStore.ReadAsync(reader, cancellation);
            var loader = new DemoLoader(owner, app, DirectoryCatalogue.Default, gazetteer, TimeProvider.System, database.Secrets(), database.Months());
            await Bars.Start().StartAsync(async context =>
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

    private static Command Invitations(Database database)
    {
        var at = new Option<string>("--at") { Description = "Address of the site, which stands before each link.", DefaultValueFactory = _ => "" };
        var command = new Command("invitations", "Print a link for one person each into some of the invented organisations; those of an earlier time end. Silent where nothing is invented.") { at };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var reader = database.Public();
            if (!await new DemoMark(reader, TimeProvider.System).IsSetAsync(cancellation))
                return 0;
            await using var source = database.App();
            await using var context = new DirectoryDbContext(DirectoryDatabase.Configure(new DbContextOptionsBuilder<DirectoryDbContext>(), source).Options);
            var made = await new DemoInvitations(context, database.Secrets()).MakeAsync(SystemClock.Instance.GetCurrentInstant(), cancellation);
            foreach (var invitation in made)
            {
                await parsed.InvocationConfiguration.Output.WriteLineAsync($"{string.Join(", ", invitation.Roles.Select(EnumSlug.Of))} of {invitation.Organisation}:");
                await parsed.InvocationConfiguration.Output.WriteLineAsync($"  {parsed.GetRequiredValue(at).TrimEnd('/')}/account/join/{SecretCode.Show(invitation.Code)}");
            }

            return 0;
        });
        return command;
    }

    private sealed class Bar(ProgressTask task) : IProgress<int>
    {
        public void Report(int value) => task.Value = value;
    }
}
