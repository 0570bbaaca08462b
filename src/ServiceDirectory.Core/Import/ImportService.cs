using System.Text.Json;
using Microsoft.EntityFrameworkCore;
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
/// again; what was read before is known by its code, by what the list calls it, or by its name and town.
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
    public async Task<ImportPlan> PlanAsync(ReadList list, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(list);
        var own = await entries.ReadAsync(list.OrganisationId, cancellation);
        var known = await context.ImportRows.AsNoTracking().Where(r => r.OrganisationId == list.OrganisationId)
            .ToDictionaryAsync(r => Convert.ToHexString(r.RowKey), cancellation);
        var alike = new AlikeEntries(own, await ShownEntries.ReadAsync(context, cancellation));
        var byCode = own.ToDictionary(entry => entry.Code, StringComparer.Ordinal);
        var byId = own.ToDictionary(entry => entry.ServiceId);
        var keys = new Dictionary<string, int>(StringComparer.Ordinal);
        var planned = new List<PlannedRow>();
        foreach (var row in list.Sheet.Rows)
        {
            cancellation.ThrowIfCancellationRequested();
            var read = _reader.Read(row, list.Uses);
            byte[] key = KeyOf(list.OrganisationId, read);
            PlannedRow plan;
            if (read.Problem is { } problem)
                plan = new PlannedRow(read, RowFate.Unread, Problem: problem);
            else if (!keys.TryAdd(Convert.ToHexString(key), row.Number))
                plan = new PlannedRow(read, RowFate.Unread, OfRow: keys[Convert.ToHexString(key)], Problem: RowProblem.KeyTwice);
            else if (read.Code is not null)
                plan = byCode.TryGetValue(read.Code, out var coded) ? PlanOwn(list, row, read, coded) : new PlannedRow(read, RowFate.Unread, Problem: RowProblem.CodeUnknown);
            else if (known.TryGetValue(Convert.ToHexString(key), out var before))
                plan = PlanKnown(list, read, before, byId[before.ServiceId]);
            else if (alike.Find(read) is { } found && !list.Anyway.Contains(row.Number))
                plan = new PlannedRow(read, RowFate.Duplicate, found.Code, found.Row, found.Why);
            else
                plan = Checked(new PlannedRow(read, RowFate.New) { Content = _values.New(read.Values, list.Language) });
            alike.Add(read);
            planned.Add(plan with { Key = key });
        }

        return new ImportPlan(planned);
    }

    /// <summary>Writes what is new or changed, in one transaction, and remembers how the columns were used.</summary>
    /// <exception cref="ListingRefusedException">A rule stands against it; nothing was written.</exception>
    public async Task<ImportOutcome> BringInAsync(BringIn bring, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(bring);
        ArgumentNullException.ThrowIfNull(actor);
        var list = bring.List;
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        // The same list twice at once would be two entries of each row.
        await context.CallAsync<object>(
            "select pg_advisory_xact_lock(hashtextextended($1, 0))", cancellation, Words($"import {list.OrganisationId}"));
        var plan = await PlanAsync(list, cancellation);
        var added = plan.Rows.Where(row => row.Fate == RowFate.New).ToList();
        var changed = plan.Rows.Where(row => row.Fate == RowFate.Changed).ToList();
        var written = await listings.WriteManyAsync(
            [.. added.Select(row => new CreateService(list.OrganisationId, row.Content!, bring.On))],
            [.. changed.Where(row => row.Content is not null).Select(row => new ReviseService(row.ServiceId, list.OrganisationId, row.Content!, bring.On))],
            actor,
            cancellation);
        for (int i = 0; i < added.Count; i++)
            context.Add(RowOf(bring, added[i], written[i].ServiceId));
        await context.SaveByRulesAsync(cancellation);
        foreach (var batch in changed.Where(row => row.Row.Code is null).Chunk(500))
        {
            var keys = batch.Select(row => row.Key).ToList();
            var rows = await context.ImportRows.Where(r => r.OrganisationId == list.OrganisationId && keys.Contains(r.RowKey)).ToListAsync(cancellation);
            foreach (var row in rows)
            {
                var read = batch.First(planned => planned.Key.AsSpan().SequenceEqual(row.RowKey)).Row;
                (row.Values, row.Note, row.TakenOn) = (Json(read.Values), ImportRow.SealNote(secrets, row.ServiceId, read.Note), bring.On);
            }

            await context.SaveByRulesAsync(cancellation);
        }

        await RememberAsync(bring, cancellation);
        await transaction.CommitAsync(cancellation);
        return new ImportOutcome(added.Count, changed.Count, plan.Count(RowFate.Same), plan.Rows.Count - added.Count - changed.Count - plan.Count(RowFate.Same));
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

    private ImportRow RowOf(BringIn bring, PlannedRow row, Guid service) => new()
    {
        OrganisationId = bring.List.OrganisationId,
        RowKey = row.Key,
        ServiceId = service,
        Values = Json(row.Row.Values),
        Note = ImportRow.SealNote(secrets, service, row.Row.Note),
        TakenOn = bring.On,
    };

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

    private static string Json(IReadOnlyDictionary<ColumnUse, string> values) =>
        JsonSerializer.Serialize(values.ToDictionary(value => EnumSlug.Of(value.Key), value => value.Value), ContentJson.Options);

    private byte[] KeyOf(Guid organisation, ReadRow row) => secrets.HashOf("import-row", string.Join(
        '\n',
        row.Code is { } code ? ["code", code]
            : row.Reference is { } reference ? [organisation.ToString(), "reference", reference]
            : new[] { organisation.ToString(), "name", HeaderText.Key(row.Of(ColumnUse.Name)), row.Of(ColumnUse.Town) }));
}
