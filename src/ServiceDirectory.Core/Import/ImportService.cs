using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Search;
using ServiceDirectory.Core.Secrets;
using static ServiceDirectory.Core.Data.RuleCalls;

namespace ServiceDirectory.Core.Import;

/// <summary>
/// Brings a list into the directory: each row becomes a draft of the organisation whose list it is. The same list can be read again and
/// again; what was read before is known by its code, by what the list calls it, or by its name and town. A list is a spreadsheet, or whole
/// entries of another directory.
/// </summary>
/// <param name="context">The private half, as the app.</param>
/// <param name="listings">Writes the entries.</param>
/// <param name="entries">Those that are there.</param>
/// <param name="secrets">Hash what rows are known by, and seal notes.</param>
/// <param name="catalogue">What needs there are.</param>
/// <param name="needs">Reads needs out of words.</param>
/// <param name="places">Towns.</param>
/// <param name="directory">Where it is at home.</param>
public sealed class ImportService(
    DirectoryDbContext context,
    ListingService listings,
    OwnEntries entries,
    DirectorySecrets secrets,
    DirectoryCatalogue catalogue,
    NeedMatcher needs,
    SheetPlaces places,
    DirectoryOptions directory)
{
    private readonly RowReader _reader = new(catalogue, needs, places, directory.HomeCountry);
    private readonly EntryValues _values = new(catalogue, directory.HomeCountry);
    private readonly EntrySheet _sheet = new(catalogue, places.Place);
    private readonly ListingValidator _validator = new(catalogue, places.Town);

    /// <summary>How columns with these headers were used last; null: they are new.</summary>
    public async Task<IReadOnlyList<ColumnUse>?> RememberedAsync(Guid organisation, IReadOnlyList<string> headers, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(headers);
        byte[] hash = HeaderText.HashOf(headers);
        string[]? uses = await context.ImportMappings.AsNoTracking().Where(m => m.OrganisationId == organisation && m.HeaderHash == hash)
            .Select(m => m.Uses).SingleOrDefaultAsync(cancellation);
        return uses?.Length == headers.Count
            ? [.. uses.Select(use => EnumSlug.TryParse<ColumnUse>(use, out var known) ? known : ColumnUse.LeftOut)]
            : null;
    }

    /// <summary>Reads the rows and says what would become of each. Nothing is written.</summary>
    public Task<ImportPlan> PlanAsync(ReadList list, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(list);
        return PlanAsync(list.OrganisationId, null, list.Anyway, list.Sheet.Rows.Select(row => new Reading(_reader.Read(row, list.Uses), list, row)), cancellation);
    }

    /// <summary>Says what would become of each entry. Nothing is written.</summary>
    public Task<ImportPlan> PlanAsync(ReadEntries list, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(list);
        return PlanAsync(list.OrganisationId, list.List, list.Anyway, list.Rows.Select(row => new Reading(row, null, null)), cancellation);
    }

    /// <summary>Writes what is new or changed, in one transaction, and remembers how the columns were used.</summary>
    /// <exception cref="ListingRefusedException">A rule stands against it; nothing was written.</exception>
    public Task<ImportOutcome> BringInAsync(BringIn bring, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(bring);
        var list = bring.List;
        return BringInAsync(list.OrganisationId, null, bring.On, () => PlanAsync(list, cancellation), () => RememberAsync(bring, cancellation), actor, cancellation);
    }

    /// <summary>Writes what is new or changed, in one transaction, and remembers what terms were taken for.</summary>
    /// <exception cref="ListingRefusedException">A rule stands against it; nothing was written.</exception>
    public Task<ImportOutcome> BringInAsync(BringEntries bring, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(bring);
        var list = bring.Entries;
        return BringInAsync(list.OrganisationId, list.List, bring.On, () => PlanAsync(list, cancellation), () => RememberAsync(list, bring.On, cancellation), actor, cancellation);
    }

    private async Task<ImportOutcome> BringInAsync(
        Guid organisation, string? list, LocalDate on, Func<Task<ImportPlan>> planAsync, Func<Task> rememberAsync, Actor actor, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await using var transaction = await BeginAsync(organisation, cancellation);
        var plan = await planAsync();
        await WriteAsync(new Writing(organisation, list, on, plan), actor, cancellation);
        await rememberAsync();
        await transaction.CommitAsync(cancellation);
        return Outcome(plan);
    }

    /// <summary>Whether a list can be known again by a name: there is a letter or a digit in it.</summary>
    public static bool IsListName(string name) => HeaderText.Key(name).Length > 0;

    /// <summary>By what a term is remembered.</summary>
    /// <param name="organisation">Whose choice it is.</param>
    /// <param name="term">The term and whose it is.</param>
    public byte[] TermKey(Guid organisation, string term) => secrets.HashOf("import-term", $"{organisation}\n{term}");

    /// <summary>What terms were taken for last; those that are not there are new.</summary>
    /// <returns>By hexadecimal key.</returns>
    public async Task<IReadOnlyDictionary<string, int[]>> RememberedTermsAsync(Guid organisation, CancellationToken cancellation = default) =>
        await context.ImportTerms.AsNoTracking().Where(t => t.OrganisationId == organisation)
            .ToDictionaryAsync(t => Convert.ToHexString(t.WordKey), t => t.Needs, cancellation);

    private async Task<ImportPlan> PlanAsync(
        Guid organisation, string? list, IReadOnlyCollection<int> anyway, IEnumerable<Reading> readings, CancellationToken cancellation)
    {
        var own = await entries.ReadAsync(organisation, cancellation);
        var known = await context.ImportRows.AsNoTracking().Where(r => r.OrganisationId == organisation)
            .ToDictionaryAsync(r => Convert.ToHexString(r.RowKey), cancellation);
        var alike = new AlikeEntries(own, await ShownEntries.ReadAsync(context, cancellation));
        var byCode = own.ToDictionary(entry => entry.Code, StringComparer.Ordinal);
        var byId = own.ToDictionary(entry => entry.ServiceId);
        var keys = new Dictionary<string, int>(StringComparer.Ordinal);
        var planned = new List<PlannedRow>();
        foreach (var (read, sheet, row) in readings)
        {
            cancellation.ThrowIfCancellationRequested();
            byte[] key = KeyOf(organisation, read);
            PlannedRow plan;
            if (read.Problem is { } problem)
                plan = new PlannedRow(read, RowFate.Unread, Problem: problem);
            else if (!keys.TryAdd(Convert.ToHexString(key), read.Number))
                plan = new PlannedRow(read, RowFate.Unread, OfRow: keys[Convert.ToHexString(key)], Problem: RowProblem.KeyTwice);
            else if (sheet is not null && read.Code is not null)
                plan = byCode.TryGetValue(read.Code, out var coded) ? PlanOwn(sheet, row!, read, coded) : new PlannedRow(read, RowFate.Unread, Problem: RowProblem.CodeUnknown);
            else if (known.TryGetValue(Convert.ToHexString(key), out var before))
                plan = sheet is not null ? PlanKnown(sheet, read, before, byId[before.ServiceId]) : PlanKnown(organisation, read, before, byId[before.ServiceId]);
            else if (alike.Find(read) is { } found && !anyway.Contains(read.Number))
                plan = new PlannedRow(read, RowFate.Duplicate, found.Code, found.Row, found.Why);
            else
                plan = Checked(new PlannedRow(read, RowFate.New) { Content = read.Content ?? _values.New(read.Values, sheet!.Language) });
            alike.Add(read);
            planned.Add(plan with { Key = key });
        }

        return new ImportPlan(planned)
        {
            NotSeen = list is null ? [] : NotSeen(known.Where(row => row.Value.ListKey is { } of && of.AsSpan().SequenceEqual(ListKey(organisation, list)) && !keys.ContainsKey(row.Key)), byId),
        };
    }

    private static List<string> NotSeen(IEnumerable<KeyValuePair<string, ImportRow>> rows, Dictionary<Guid, OwnEntry> byId) =>
        [.. rows.Select(row => byId.GetValueOrDefault(row.Value.ServiceId)?.Code).OfType<string>().Order(StringComparer.Ordinal)];

    private async Task<IDbContextTransaction> BeginAsync(Guid organisation, CancellationToken cancellation)
    {
        var transaction = await context.Database.BeginTransactionAsync(cancellation);
        // The same list twice at once would be two entries of each row.
        await context.CallAsync<object>(
            "select pg_advisory_xact_lock(hashtextextended($1, 0))", cancellation, Words($"import {organisation}"));
        return transaction;
    }

    private async Task WriteAsync(Writing writing, Actor actor, CancellationToken cancellation)
    {
        var (organisation, list, on, plan) = writing;
        var added = plan.Rows.Where(row => row.Fate == RowFate.New).ToList();
        var changed = plan.Rows.Where(row => row.Fate == RowFate.Changed).ToList();
        var written = await listings.WriteManyAsync(
            [.. added.Select(row => new CreateService(organisation, row.Content!, on))],
            [.. changed.Where(row => row.Content is not null).Select(row => new ReviseService(row.ServiceId, organisation, row.Content!, on))],
            actor,
            cancellation);
        for (int i = 0; i < added.Count; i++)
            context.Add(RowOf(writing, added[i], written[i].ServiceId));
        await context.SaveByRulesAsync(cancellation);
        foreach (var batch in changed.Where(row => list is not null || row.Row.Code is null).Chunk(500))
        {
            var keys = batch.Select(row => row.Key).ToList();
            var rows = await context.ImportRows.Where(r => r.OrganisationId == organisation && keys.Contains(r.RowKey)).ToListAsync(cancellation);
            foreach (var row in rows)
            {
                var read = batch.First(planned => planned.Key.AsSpan().SequenceEqual(row.RowKey)).Row;
                (row.Values, row.Parts) = (ValuesOf(read), PartsOf(organisation, read));
                (row.Note, row.TakenOn) = (ImportRow.SealNote(secrets, row.ServiceId, read.Note), on);
            }

            await context.SaveByRulesAsync(cancellation);
        }
    }

    private static ImportOutcome Outcome(ImportPlan plan)
    {
        int added = plan.Count(RowFate.New), changed = plan.Count(RowFate.Changed), same = plan.Count(RowFate.Same);
        return new ImportOutcome(added, changed, same, plan.Rows.Count - added - changed - same);
    }

    /// <summary>A row of our own export: what differs from what would be written now was changed by somebody.</summary>
    private PlannedRow PlanOwn(ReadList list, SheetRow row, ReadRow read, OwnEntry entry)
    {
        var cells = _sheet.Cells(entry);
        var changed = Enumerable.Range(0, list.Uses.Count)
            .Where(at => !cells.TryGetValue(list.Sheet.Headers[at], out string? cell) || SheetText.Clean(cell, row.Number) != row.Cells[at])
            .Select(at => list.Uses[at]).Where(use => use is not (ColumnUse.LeftOut or ColumnUse.Person or ColumnUse.Note or ColumnUse.Code))
            .Select(use => use is ColumnUse.PlaceNumber ? ColumnUse.Town : use).ToHashSet();
        var before = EntryValues.Of(entry.Content);
        var values = read.Values.Where(value => changed.Contains(value.Key) && value.Value != before.GetValueOrDefault(value.Key)).ToDictionary();
        return Planned(list, read, entry, values, isNoteNew: false);
    }

    private PlannedRow PlanKnown(ReadList list, ReadRow read, ImportRow before, OwnEntry entry)
    {
        var old = JsonSerializer.Deserialize<Dictionary<ColumnUse, string>>(before.Values, ContentJson.Options)!;
        // Of a place that hides no street is kept (directory.check_import_row), so there is none with which the list could differ.
        bool hides = entry.Content.Sites.Any(site => site.Kind is not SiteKind.Address);
        var values = read.Values.Where(value => !(hides && value.Key is (ColumnUse.Street or ColumnUse.PostalCode)) && value.Value != old.GetValueOrDefault(value.Key)).ToDictionary();
        return Planned(list, read, entry, values, read.Note != ImportRow.OpenNote(secrets, before.ServiceId, before.Note));
    }

    /// <summary>An entry that was read before: of its parts those change that are said otherwise now.</summary>
    private PlannedRow PlanKnown(Guid organisation, ReadRow read, ImportRow before, OwnEntry entry)
    {
        var old = JsonSerializer.Deserialize<Dictionary<string, string>>(before.Parts)!;
        var now = EntryParts.Hash(read.Content!, part => HashOf(organisation, part));
        var changed = now.Keys.Union(old.Keys).Where(part => now.GetValueOrDefault(part) != old.GetValueOrDefault(part)).ToHashSet(StringComparer.Ordinal);
        // How exact a place is, is decided by whoever it is about, and not by a list.
        if (entry.Content.Sites.Any(site => site.Kind is not SiteKind.Address) && read.Content!.Sites.Any(site => site.Kind is SiteKind.Address))
            changed.ExceptWith(EntryParts.OfSites);
        if (changed.Count == 0 && read.Note == ImportRow.OpenNote(secrets, before.ServiceId, before.Note))
            return new PlannedRow(read, RowFate.Same, entry.Code);
        if (entry.State != ServiceState.Working)
            return new PlannedRow(read, RowFate.Further, entry.Code);
        var content = changed.Count == 0 ? null : EntryParts.Replace(entry.Content, read.Content!, changed);
        return Checked(new PlannedRow(read, RowFate.Changed, entry.Code) { Content = content, ServiceId = entry.ServiceId });
    }

    private PlannedRow Planned(ReadList list, ReadRow read, OwnEntry entry, Dictionary<ColumnUse, string> values, bool isNoteNew)
    {
        if (values.Count == 0 && !isNoteNew)
            return new PlannedRow(read, RowFate.Same, entry.Code);
        if (entry.State != ServiceState.Working)
            return new PlannedRow(read, RowFate.Further, entry.Code);
        var content = values.Count == 0 ? null : _values.With(entry.Content, values, list.Language);
        return Checked(new PlannedRow(read, RowFate.Changed, entry.Code) { Content = content, ServiceId = entry.ServiceId });
    }

    private PlannedRow Checked(PlannedRow row) =>
        row.Content is { } content && _validator.Validate(SiteLocator.Locate(content, places.Town), ListingUse.Draft).Any(problem => !problem.IsWarning)
            ? new PlannedRow(row.Row, RowFate.Unread, Problem: RowProblem.NotAccepted)
            : row;

    private ImportRow RowOf(Writing writing, PlannedRow row, Guid service) => new()
    {
        OrganisationId = writing.OrganisationId,
        RowKey = row.Key,
        ServiceId = service,
        Values = ValuesOf(row.Row),
        Parts = PartsOf(writing.OrganisationId, row.Row),
        ListKey = writing.List is { } list ? ListKey(writing.OrganisationId, list) : null,
        Note = ImportRow.SealNote(secrets, service, row.Row.Note),
        TakenOn = writing.On,
    };

    private async Task RememberAsync(ReadEntries list, LocalDate on, CancellationToken cancellation)
    {
        var known = await context.ImportTerms.Where(t => t.OrganisationId == list.OrganisationId).ToListAsync(cancellation);
        foreach (var term in list.Terms)
        {
            if (known.Find(row => row.WordKey.AsSpan().SequenceEqual(term.Key)) is { } row)
                (row.Needs, row.UsedOn) = (term.Needs, on);
            else
                context.Add(new ImportTerm { OrganisationId = list.OrganisationId, WordKey = term.Key, Needs = term.Needs, UsedOn = on });
        }

        await context.SaveByRulesAsync(cancellation);
    }

    private async Task RememberAsync(BringIn bring, CancellationToken cancellation)
    {
        var list = bring.List;
        byte[] hash = HeaderText.HashOf(list.Sheet.Headers);
        string[] uses = [.. list.Uses.Select(EnumSlug.Of)];
        if (await context.ImportMappings.FindAsync([list.OrganisationId, hash], cancellation) is { } mapping)
            (mapping.Uses, mapping.UsedOn) = (uses, bring.On);
        else
            context.Add(new ImportMapping { OrganisationId = list.OrganisationId, HeaderHash = hash, Uses = uses, UsedOn = bring.On });
        await context.SaveByRulesAsync(cancellation);
    }

    /// <summary>Of a whole entry none are kept: the hashes of its parts say what was read.</summary>
    private static string ValuesOf(ReadRow read) => read.Content is not null
        ? "{}"
        : JsonSerializer.Serialize(read.Values.ToDictionary(value => EnumSlug.Of(value.Key), value => value.Value), ContentJson.Options);

    private string PartsOf(Guid organisation, ReadRow read) =>
        read.Content is { } content ? JsonSerializer.Serialize(EntryParts.Hash(content, part => HashOf(organisation, part))) : "{}";

    private string HashOf(Guid organisation, string part) => Convert.ToHexStringLower(secrets.HashOf("import-part", $"{organisation}\n{part}").AsSpan(0, 16));

    private byte[] ListKey(Guid organisation, string list) => secrets.HashOf("import-list", $"{organisation}\n{HeaderText.Key(list)}");

    private byte[] KeyOf(Guid organisation, ReadRow row) => secrets.HashOf("import-row", string.Join(
        '\n',
        row.List is { } list ? [organisation.ToString(), "list", HeaderText.Key(list), row.Reference ?? $"{HeaderText.Key(row.Of(ColumnUse.Name))}\n{row.Of(ColumnUse.Town)}"]
            : row.Code is { } code ? ["code", code]
            : row.Reference is { } reference ? [organisation.ToString(), "reference", reference]
            : new[] { organisation.ToString(), "name", HeaderText.Key(row.Of(ColumnUse.Name)), row.Of(ColumnUse.Town) }));

    /// <param name="Sheet">The spreadsheet in which the row stands; null: it is a whole entry.</param>
    /// <param name="Cells">The row as it stands there.</param>
    private sealed record Reading(ReadRow Row, ReadList? Sheet, SheetRow? Cells);

    /// <param name="List">What the list of whole entries is called; null: it is a spreadsheet.</param>
    private sealed record Writing(Guid OrganisationId, string? List, LocalDate On, ImportPlan Plan);
}
