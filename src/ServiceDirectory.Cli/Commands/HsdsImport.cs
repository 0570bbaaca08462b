using System.CommandLine;
using System.Globalization;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Hsds.Import;
using ServiceDirectory.Core.Import;
using ServiceDirectory.Core.Listings;
using Spectre.Console;

namespace ServiceDirectory.Cli.Commands;

/// <summary><c>hsds import</c>: another directory's list, into the working list of an organisation.</summary>
internal static class HsdsImport
{
    /// <summary>For tests: lists are read from this machine as well, without https.</summary>
    private const string LoopbackSetting = "Directory__LoopbackFeeds";

    private const int Shown = 200;

    public static Command Create(Database database)
    {
        var what = new Argument<string>("WHAT") { Description = "A file (JSON, one object to a line, or a zip of tables), or the https address of a list." };
        var by = Given.By("whose working list it comes into");
        var list = new Option<string?>("--source")
        {
            Description = "What the list is called. Its rows are known again by this and their ids, so call it the same each time. Of an address: its host, where nothing is said.",
        };
        var language = new Option<string>("--language") { Description = "In which it is written, such as en or pt-BR.", DefaultValueFactory = _ => "en" };
        var country = new Option<string?>("--country")
        {
            Description = "Where its telephone numbers are dialled, such as GB, if neither they nor an address say it. Without this those are left out.",
        };
        var map = new Option<FileInfo?>("--map") { Description = "Which of its terms are which needs: a file that --write-map wrote and somebody filled in." };
        var writeMap = new Option<FileInfo?>("--write-map") { Description = "Write its terms there, with what each may mean." };
        var anyway = new Option<int[]>("--anyway") { Description = "Numbers of rows to bring in although they look like an entry that is there.", AllowMultipleArgumentsPerToken = true };
        var bring = new Option<bool>("--bring") { Description = "Bring it in. Without this it is only said what would be." };
        var command = new Command(
            "import",
            "Read the list of another directory and say what would become of it; with --bring, write it into an organisation's working list. Nothing of it is public before it is checked.")
        {
            what, by, list, language, country, map, writeMap, anyway, bring,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var asked = new Asked(
                parsed.GetRequiredValue(what),
                parsed.GetRequiredValue(by),
                parsed.GetValue(list),
                parsed.GetRequiredValue(language),
                parsed.GetValue(country),
                parsed.GetValue(map),
                parsed.GetValue(writeMap),
                parsed.GetValue(anyway) ?? [],
                parsed.GetValue(bring));
            try
            {
                return await RunAsync(database, asked, parsed.InvocationConfiguration.Output, cancellation);
            }
            catch (FeedException refused)
            {
                throw new SettingException($"{HsdsWords.Where(refused.File, refused.Row)}{HsdsWords.Of(refused.Fault)} Nothing was brought in.", refused);
            }
        });
        return command;
    }

    private static async Task<int> RunAsync(Database database, Asked asked, TextWriter output, CancellationToken cancellation)
    {
        string language = LanguageTag.Canonical(asked.Language) ?? throw new SettingException($"--language: '{asked.Language}' is not the tag of a language. Examples: en, ro, pt-BR.");
        if (asked.Country is { } where && !Countries.Contains(where))
            throw new SettingException($"--country: '{where}' is no country. Write two capital letters, such as GB.");
        bool isRemote = asked.What.Contains("://", StringComparison.Ordinal);
        var address = isRemote && Uri.TryCreate(asked.What, UriKind.Absolute, out var typed) ? typed : null;
        string list = asked.List ?? address?.Host ?? throw new SettingException("--source: Say what the list is called. Its rows are known again by this and their ids.");
        var chosen = asked.Map is { } file ? FeedTermFile.Read(await BytesAsync(file, 4 * 1024 * 1024, cancellation), DirectoryCatalogue.Default) : new Dictionary<string, IReadOnlyList<int>>();

        await using var entries = await Entries.OpenAsOwnerAsync(database, cancellation);
        var organisation = await entries.OrganisationAsync(asked.By, cancellation);
        var imports = entries.Imports(database.Secrets());
        Feed feed = null!;
        FeedEntries read = null!;
        ReadEntries all = null!;
        ImportPlan plan = null!;
        ImportOutcome? outcome = null;
        await Bars.Start().StartAsync(async context =>
        {
            feed = address is not null
                ? await ReadAsync(database, address, new Bar(context.AddTask("Reading pages")), cancellation)
                : await Feed.ReadAsync(await BytesAsync(new FileInfo(asked.What), FeedLimits.OfCommandLine.Bytes, cancellation), FeedLimits.OfCommandLine, new Bar(context.AddTask("Reading the file")), cancellation);
            var remembered = await imports.RememberedTermsAsync(organisation.Id, cancellation);
            IReadOnlyList<int>? NeedsOf(FeedTerm term) =>
                chosen.GetValueOrDefault(term.Key) ?? remembered.GetValueOrDefault(Convert.ToHexString(imports.TermKey(organisation.Id, term.Key)));
            read = entries.Feeds(database.Secrets()).Read(
                feed, new FeedReading(organisation.Id, list, language, NeedsOf, Entries.Today, asked.Country), new Bar(context.AddTask("Looking at services")), cancellation);
            all = new ReadEntries(
                organisation.Id,
                read.Rows,
                list,
                language,
                [.. read.Terms.Where(term => term.IsChosen).Select(term => new ChosenTerm(imports.TermKey(organisation.Id, term.Term.Key), [.. term.Needs]))],
                asked.Anyway);
            plan = await imports.PlanAsync(all, cancellation);
            if (asked.Brings && plan.Writes)
            {
                var bar = context.AddTask("Bringing in", maxValue: 1);
                outcome = await imports.BringInAsync(new BringEntries(all, Entries.Today), Entries.As(organisation, ActorRole.Proposer), cancellation);
                bar.Value = 1;
            }
        });
        if (asked.WriteMap is { } to)
            await File.WriteAllBytesAsync(to.FullName, FeedTermFile.Write(read.Terms, DirectoryCatalogue.Default), cancellation);
        await HsdsWords.WriteAsync(output, feed.Report, read, plan, Shown);
        await output.WriteLineAsync(
            outcome is { } done ? string.Create(CultureInfo.InvariantCulture, $"Brought in: {done.Added} new, {done.Changed} changed. They are drafts of the working list, and nobody else sees them.")
            : !plan.Writes ? "Nothing of it is new."
            : "Nothing was written. To bring it in, say --bring.");
        return 0;
    }

    private static async Task<Feed> ReadAsync(Database database, Uri address, IProgress<FeedProgress> bar, CancellationToken cancellation)
    {
        using var remote = new RemoteFeed(FeedLimits.OfCommandLine, new RemoteLimits(), database.Setting(LoopbackSetting) == "on");
        return await remote.ReadAsync(address, bar, cancellation);
    }

    /// <exception cref="SettingException">It cannot be read, or is too large.</exception>
    private static async Task<byte[]> BytesAsync(FileInfo file, int most, CancellationToken cancellation)
    {
        try
        {
            await using var stream = file.OpenRead();
            using var bytes = new MemoryStream();
            byte[] buffer = new byte[81_920];
            // It may be no file with an end.
            for (int read; (read = await stream.ReadAsync(buffer, cancellation)) > 0;)
            {
                if (bytes.Length + read > most)
                    throw new SettingException($"{file}: The file is larger than {most / 1024 / 1024} MB.");
                bytes.Write(buffer, 0, read);
            }

            return bytes.ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"{file}: The file cannot be read.", e);
        }
    }

    private sealed record Asked(string What, string By, string? List, string Language, string? Country, FileInfo? Map, FileInfo? WriteMap, int[] Anyway, bool Brings);

    /// <summary>Draws at once, so that the last step is seen.</summary>
    private sealed class Bar(ProgressTask task) : IProgress<FeedProgress>
    {
        public void Report(FeedProgress value)
        {
            task.MaxValue = Math.Max(1, value.Total);
            task.Value = value.Done;
        }
    }
}
