using System.CommandLine;
using System.Globalization;
using NodaTime;
using NodaTime.Text;
using ServiceDirectory.Cli.Backup;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Backup;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Secrets;
using Spectre.Console;

namespace ServiceDirectory.Cli.Commands;

/// <summary><c>backup</c>, <c>restore</c> and <c>drill</c>.</summary>
internal static class BackupCommand
{
    public static Command Create(Database database)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "Where it goes. Must not be there." };
        var keepers = new Keepers();
        var check = new Option<bool>("--check") { Description = "Also restore it while it is made, into a database beside this one, compare, and remove that one. Done by itself once a week. Needs ConnectionStrings__Administrator." };
        var command = new Command("backup", "Write everything into one sealed file, as ConnectionStrings__Backup. The keys in Directory__Secrets and those of the months are not in it.") { file, check };
        keepers.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            string path = parsed.GetRequiredValue(file).FullName;
            var (output, problems) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            var making = new BackupMaking(database, path, keepers.Recipients(parsed));
            bool isDue = await making.IsComparisonDueAsync(cancellation), compares = parsed.GetValue(check) || (isDue && making.CanCompare);
            var report = await ShowAsync("Writing", bar => making.MakeAsync(compares, bar, cancellation));
            await SayAsync(output, path, report, compares ? "It was restored and compared: it holds what the directory held." : "It was not tried. With --check it is restored and compared.");
            if (isDue && !compares)
                await problems.WriteLineAsync($"It is a week or more since one was compared. Set {ConnectionSettings.Name(Login.Administrator)}, and the next one is.");
            return 0;
        });
        return command;
    }

    /// <summary>A keeper opened one: on the machine of the directory, where nobody is at hand who could say so on the page.</summary>
    public static Command CreateDrill(Database database)
    {
        var code = new Argument<string>("CODE") { Description = "What restore printed on the keeper's machine." };
        var command = new Command("drill", "Write down that a keeper has opened a backup, and that it held what the directory held, as ConnectionStrings__Directory.") { code };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var app = database.App();
            var made = await new BackupRecord(app).DrillAsync(parsed.GetRequiredValue(code), SystemClock.Instance.GetCurrentInstant().InUtc().Date, cancellation)
                ?? throw new SettingException("That is the code of no backup of this directory, or has a slip in it. restore prints it once all was compared.");
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"The backup of {LocalDatePattern.Iso.Format(made)} was opened. The next drill is due in a month.");
            return 0;
        });
        return command;
    }

    internal static async Task SayAsync(TextWriter output, string path, BackupReport report, string tried)
    {
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{path}: {new FileInfo(path).Length / 1024} KB, of {report.Made}."));
        await output.WriteLineAsync(tried);
        await output.WriteLineAsync($"Head of the record: {report.Head}");
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
            if (report.Code is { } code)
                await output.WriteLineAsync($"Code of the drill: {SecretCode.Show(code)}\nTell it to a coordinator, who writes it down under Backups. It says that this backup opens, and nothing else.");
            await output.WriteLineAsync("Everybody signs in anew. Messages that were open are sealed with keys that never leave the machine they came to: without those they cannot be read, and their receipts say so.");
            return 0;
        });
        return command;
    }

    internal static async Task<T> ShowAsync<T>(string what, Func<IProgress<long>, Task<T>> work)
    {
        T result = default!;
        // Nobody knows how long a dump will be; what flowed through is shown.
        await Bars.Start().Columns(new TaskDescriptionColumn(), new SpinnerColumn(), new ElapsedTimeColumn()).StartAsync(async context =>
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
