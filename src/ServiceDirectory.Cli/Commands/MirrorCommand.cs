using System.CommandLine;
using System.Globalization;
using NodaTime;
using NodaTime.Text;
using ServiceDirectory.Cli.Mirror;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Mirror;
using Spectre.Console;

namespace ServiceDirectory.Cli.Commands;

/// <summary><c>mirror</c>: the public side as files that anybody can carry and host.</summary>
internal static class MirrorCommand
{
    private const string SecretFile = "mirror.key";

    private const string PublicFile = "mirror.pub";

    public static Command Create(Database database)
    {
        var folder = new Argument<string>("FOLDER") { Description = "Where the files go: an empty folder, or the mirror of before, of which only what changed is written again." };
        var key = new Option<FileInfo?>("--key") { Description = "The secret key that signs it (mirror keys)." };
        var days = new Option<int>("--days") { Description = $"For how many days it may be used, 1 to {MirrorDates.MostDays}.", DefaultValueFactory = _ => MirrorDates.MostDays };
        var web = new Option<string?>("--web") { Description = "Folder of the web program, which makes the pages. Where it is not given: beside this program." };
        days.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > MirrorDates.MostDays)
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"--days is 1 to {MirrorDates.MostDays}."));
        });
        var command = new Command("mirror", "Write the public side, as far as entries allow it, as files that need no server: for a web host, a disk or a USB stick.")
        {
            folder, key, days, web, Keys(), Verify(),
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var signing = parsed.GetValue(key) is { } file ? SigningKey.Read(await TextAsync(file, cancellation)) : null;
            var made = SystemClock.Instance.GetCurrentInstant().InUtc().Date;
            var dates = new MirrorDates(made, made.PlusDays(parsed.GetValue(days)));
            var target = new MirrorFolder(Path.GetFullPath(parsed.GetRequiredValue(folder)));
            target.Open();
            await using (var site = await MirrorSite.StartAsync(parsed.GetValue(web), database, dates.Until, cancellation))
            {
                await Bars.Start().StartAsync(async context =>
                {
                    var bar = context.AddTask("Writing pages", maxValue: 1);
                    await new MirrorMaker(site, target).MakeAsync(dates, new Bar(bar), cancellation);
                });
            }

            await target.SealAsync(signing, dates.Made, dates.Until, cancellation);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{target.Count} files, {target.Written} of them new or changed, {target.Removed} removed. To be used until {LocalDatePattern.Iso.Format(dates.Until)}."));
            if (signing is null)
                await parsed.InvocationConfiguration.Output.WriteLineAsync("Nobody signed it. With --key others can see that nobody changed it on its way.");
            return 0;
        });
        return command;
    }

    private static Command Keys()
    {
        var folder = new Argument<string>("FOLDER") { Description = "Where the two files go." };
        var command = new Command("keys", $"Make the pair of keys for mirrors: {SecretFile} signs and is kept; {PublicFile} is given to everybody, by another way than the mirror.") { folder };
        command.SetAction(async (parsed, cancellation) =>
        {
            string path = Path.GetFullPath(parsed.GetRequiredValue(folder));
            string secret = Path.Combine(path, SecretFile);
            if (File.Exists(secret))
                throw new SettingException($"{secret} is there already. Whoever has a mirror knows it by that key; remove it only if it was lost or seen by others.");
            Directory.CreateDirectory(path);
            var made = SigningKey.New();
            var rights = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                rights.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            await using (var writer = new StreamWriter(secret, rights))
                await writer.WriteAsync(made.Write());
            await File.WriteAllTextAsync(Path.Combine(path, PublicFile), made.Public.Write(), cancellation);
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"{secret}{Environment.NewLine}{Path.Combine(path, PublicFile)}{Environment.NewLine}{made.Public}");
            return 0;
        });
        return command;
    }

    private static Command Verify()
    {
        var folder = new Argument<string>("FOLDER") { Description = "A mirror." };
        var key = new Option<string>("--key") { Description = $"The public key of whoever made it: the line that begins with RW, or the file {PublicFile}.", Required = true };
        var command = new Command("verify", "Say whether a mirror is as its maker signed it, and whether its time is over.") { folder, key };
        command.SetAction(async (parsed, cancellation) =>
        {
            string given = parsed.GetRequiredValue(key);
            var verifying = VerifyingKey.Read(File.Exists(given) ? await TextAsync(new FileInfo(given), cancellation) : given);
            var found = await new MirrorFolder(Path.GetFullPath(parsed.GetRequiredValue(folder))).VerifyAsync(verifying, cancellation);
            var output = parsed.InvocationConfiguration.Output;
            foreach (var (what, names) in new[] { ("Changed", found.Changed), ("Missing", found.Missing), ("Not signed", found.Added) })
            {
                foreach (string name in names)
                    await output.WriteLineAsync($"{what}: {name}");
            }

            bool isOver = SystemClock.Instance.GetCurrentInstant().InUtc().Date > found.Dates.Until;
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"Made on {LocalDatePattern.Iso.Format(found.Dates.Made)}, {(isOver ? "was to be used" : "to be used")} until {LocalDatePattern.Iso.Format(found.Dates.Until)}; {found.Files} files."));
            await output.WriteLineAsync(found.IsWhole ? isOver ? "It is whole, and too old to be used." : "It is whole." : "It was changed. Do not use it.");
            return found.IsWhole && !isOver ? 0 : 1;
        });
        return command;
    }

    private static async Task<string> TextAsync(FileInfo file, CancellationToken cancellation)
    {
        try
        {
            return await File.ReadAllTextAsync(file.FullName, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"{file}: The file cannot be read.", e);
        }
    }

    private sealed class Bar(ProgressTask task) : IProgress<(int Done, int Known)>
    {
        public void Report((int Done, int Known) value) => (task.MaxValue, task.Value) = (value.Known, value.Done);
    }
}
