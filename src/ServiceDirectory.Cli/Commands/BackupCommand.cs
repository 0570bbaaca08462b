using System.CommandLine;
using System.Globalization;
using ServiceDirectory.Cli.Backup;
using ServiceDirectory.Core.Backup;
using ServiceDirectory.Core.Data;
using Spectre.Console;

namespace ServiceDirectory.Cli.Commands;

/// <summary><c>backup</c> and <c>restore</c>.</summary>
internal static class BackupCommand
{
    public static Command Create(Database database)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "Where it goes. Must not be there." };
        var to = new Option<string[]>("--to") { Description = "To whose key it is sealed: age1…, as age-keygen prints it. Once for each keeper; the other half of a key is kept elsewhere.", AllowMultipleArgumentsPerToken = true };
        var keys = new Option<FileInfo?>("--to-file") { Description = "A file with such keys, one to a line." };
        var check = new Option<bool>("--check") { Description = "Also restore it while it is made, into a database beside this one, compare, and remove that one. Needs ConnectionStrings__Administrator." };
        var command = new Command("backup", "Write everything into one sealed file, as ConnectionStrings__Backup. The keys in Directory__Secrets and those of the months are not in it.") { file, to, keys, check };
        command.Validators.Add(result =>
        {
            if (result.GetValue(to) is not { Length: > 0 } && result.GetValue(keys) is null)
                result.AddError("Say with --to or --to-file to whose key it is sealed. age-keygen makes one.");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            string path = parsed.GetRequiredValue(file).FullName;
            string[] recipients = [.. (parsed.GetValue(to) ?? []).SelectMany(key => new[] { "--recipient", key }), .. parsed.GetValue(keys) is { } list ? new[] { "--recipients-file", list.FullName } : []];
            var output = parsed.InvocationConfiguration.Output;
            var report = await ShowAsync("Writing", async bar =>
            {
                if (!parsed.GetValue(check))
                    return await BackupFile.WriteAsync(path, database.Settings(Login.Backup), recipients, check: null, bar, cancellation);
                await using var beside = await ScratchDatabase.MakeAsync(database.All(), database.Settings(Login.Administrator).Require(Login.Administrator), "_check", cancellation);
                return await BackupFile.WriteAsync(path, database.Settings(Login.Backup), recipients, beside.Owner, bar, cancellation);
            });
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{path}: {new FileInfo(path).Length / 1024} KB, of {report.Made}."));
            await output.WriteLineAsync(parsed.GetValue(check) ? "It was restored and compared: it holds what the directory held." : "It was not tried. With --check it is restored and compared.");
            await output.WriteLineAsync($"Head of the record: {report.Head}");
            return 0;
        });
        return command;
    }

    public static Command CreateRestore(Database database)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "A backup." };
        var identity = new Option<FileInfo>("--identity") { Description = "The file with the key that opens it: a keeper's half.", Required = true };
        var command = new Command("restore", "Bring a backup into an empty database, compare, and bring it to this version, as ConnectionStrings__Owner. All of it or nothing.") { file, identity };
        command.SetAction(async (parsed, cancellation) =>
        {
            string owner = database.Settings(Login.Owner).Require(Login.Owner);
            var roles = Roles.From(database.All());
            var report = await ShowAsync("Reading", bar => BackupFile.ReadAsync(parsed.GetRequiredValue(file).FullName, owner, parsed.GetRequiredValue(identity).FullName, bar, cancellation));
            var output = parsed.InvocationConfiguration.Output;
            await output.WriteLineAsync($"Restored, and compared: the directory is as it was on {report.Made}.");
            await using var source = database.Owner();
            foreach (var name in await Migrator.MigrateAsync(source, roles, cancellation))
                await output.WriteLineAsync($"Applied {name}");
            await PlacesCommand.LoadAsync(source, cancellation);
            await output.WriteLineAsync($"Head of the record: {report.Head}");
            await output.WriteLineAsync("Everybody signs in anew. Messages that were open are sealed with keys that never leave the machine they came to: without those they cannot be read, and their receipts say so.");
            return 0;
        });
        return command;
    }

    private static async Task<T> ShowAsync<T>(string what, Func<IProgress<long>, Task<T>> work)
    {
        T result = default!;
        // Nobody knows how long a dump will be; what flowed through is shown.
        await AnsiConsole.Create(new AnsiConsoleSettings()).Progress().Columns(new TaskDescriptionColumn(), new SpinnerColumn(), new ElapsedTimeColumn()).StartAsync(async context =>
        {
            var task = context.AddTask(what);
            task.IsIndeterminate = true;
            result = await work(new Bar(task, what));
            task.StopTask();
        });
        return result;
    }

    private sealed class Bar(ProgressTask task, string what) : IProgress<long>
    {
        public void Report(long value) => task.Description = string.Create(CultureInfo.InvariantCulture, $"{what}: {value / 1024} KB");
    }
}
