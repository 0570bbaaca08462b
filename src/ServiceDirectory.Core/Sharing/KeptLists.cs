using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Npgsql;
using NpgsqlTypes;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Notices;
using static ServiceDirectory.Core.Data.RuleCalls;

namespace ServiceDirectory.Core.Sharing;

/// <summary>Lists that organisations keep: made, changed and revoked for members. What is asked for them is written nowhere.</summary>
/// <param name="context">The private half, as the app.</param>
public sealed class KeptListService(DirectoryDbContext context)
{
    public const int LongestName = 80;

    public const int LongestNote = 200;

    /// <summary>A list ends within so many months; it can be given more time before that.</summary>
    public const int MostMonths = 12;

    /// <summary>The lists of an organisation: those that can be read first, then the newest.</summary>
    /// <param name="organisation">Its id.</param>
    /// <param name="on">Today.</param>
    /// <param name="cancellation">Ends the question in the database too.</param>
    public async Task<IReadOnlyList<KeptList>> OfAsync(Guid organisation, LocalDate on, CancellationToken cancellation = default)
    {
        var rows = await context.Database.SqlQuery<Row>(
            $"""
            select id, code, name, entries::text as entries, version, ends_on, revoked_on from directory.kept_list where organisation_id = {organisation}
            order by revoked_on is not null or ends_on < {on}, made_on desc, id
            """).ToListAsync(cancellation);
        return [.. rows.Select(row => new KeptList(row.Id, row.Code, row.Name, PublishedKeptList.Read(row.Entries), row.Version, row.EndsOn, row.RevokedOn))];
    }

    /// <summary>Makes a list, or changes one that has not been revoked.</summary>
    /// <returns>Its id.</returns>
    /// <exception cref="ListingInvalidException">Something in it cannot be, or was not looked at twice.</exception>
    /// <exception cref="ListingRefusedException">It is not theirs, somebody has changed it since, or it would last too long.</exception>
    public Task<Guid> KeepAsync(KeepList keep, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(keep);
        ArgumentNullException.ThrowIfNull(actor);
        var problems = Check(keep).Where(problem => !(problem.IsWarning && keep.LookedTwice)).ToList();
        if (problems.Count > 0)
            throw new ListingInvalidException(problems);
        return context.CallAsync<Guid>(
            "select directory.keep_list($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            cancellation,
            Uuid(keep.ListId),
            Number(keep.Version),
            Uuid(actor.OrganisationId),
            RuleCalls.Words(keep.ListId is null ? KeptCode.New() : null),
            RuleCalls.Words(keep.Name),
            new NpgsqlParameter { Value = JsonSerializer.Serialize(keep.Entries, ContentJson.Options), NpgsqlDbType = NpgsqlDbType.Jsonb },
            Date(keep.EndsOn),
            Date(keep.On),
            RuleCalls.Words(EnumSlug.Of(actor.Role)));
    }

    /// <summary>Ends a list for good: its address is then like one that never was.</summary>
    /// <returns>False when it had been revoked already.</returns>
    /// <exception cref="ListingRefusedException">It is not theirs.</exception>
    public Task<bool> RevokeAsync(Guid list, LocalDate on, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return context.CallAsync<bool>(
            "select directory.revoke_list($1, $2, $3, $4)", cancellation, Uuid(list), Uuid(actor.OrganisationId), Date(on), RuleCalls.Words(EnumSlug.Of(actor.Role)));
    }

    private static IEnumerable<ListingProblem> Check(KeepList keep)
    {
        if (TextRules.Refuse(keep.Name, LongestName) is { } name)
            yield return new ListingProblem("name", name.Reason, name.Message);
        else if (keep.Name.Contains('\n', StringComparison.Ordinal))
            yield return new ListingProblem("name", "several-lines", "Write it in one line.");
        if (keep.Entries.Count == 0)
            yield return new ListingProblem("entries", "empty", "Put something on the list.");
        if (keep.Entries.Count > PickedServices.Most)
            yield return new ListingProblem("entries", "too-many", $"There are {keep.Entries.Count} entries; there is room for {PickedServices.Most}.");
        if (keep.EndsOn < keep.On || keep.EndsOn > keep.On.PlusMonths(MostMonths))
            yield return new ListingProblem("ends", "out-of-range", "A list ends within a year.");
        foreach (var (position, entry) in keep.Entries.Index())
        {
            if (entry.Note is not { } note)
                continue;
            string field = $"entries[{position}].note";
            if (TextRules.Refuse(note, LongestNote) is { } refused)
                yield return new ListingProblem(field, refused.Reason, refused.Message);
            // Whoever has the address reads it, and it may be printed.
            foreach (var problem in NoticeRules.CheckLine(field, note))
                yield return problem;
        }
    }

    private sealed record Row(Guid Id, string Code, string Name, string Entries, int Version, LocalDate EndsOn, LocalDate? RevokedOn);
}

/// <param name="Code">Of the entry.</param>
/// <param name="Note">Plain words for whoever reads the list, in one line; null: none.</param>
public sealed record KeptEntry(string Code, string? Note = null);

/// <summary>A list as those see it who keep it.</summary>
/// <param name="Code">What its address holds (<see cref="KeptCode"/>).</param>
/// <param name="Name">For members alone.</param>
/// <param name="Version">Goes up with each change.</param>
/// <param name="EndsOn">The last day.</param>
/// <param name="RevokedOn">Null: it was not.</param>
public sealed record KeptList(Guid Id, string Code, string Name, IReadOnlyList<KeptEntry> Entries, int Version, LocalDate EndsOn, LocalDate? RevokedOn)
{
    public bool IsRead(LocalDate on) => RevokedOn is null && on <= EndsOn;
}

/// <param name="ListId">Null: a new one.</param>
/// <param name="Version">The one that was changed; null: a new one.</param>
/// <param name="Name">1 to <see cref="KeptListService.LongestName"/> characters, for members alone.</param>
/// <param name="Entries">1 to <see cref="PickedServices.Most"/>, in their order.</param>
/// <param name="EndsOn">The last day, within <see cref="KeptListService.MostMonths"/>.</param>
/// <param name="On">Today.</param>
/// <param name="LookedTwice">Something in it is odd and may be right.</param>
public sealed record KeepList(Guid? ListId, int? Version, string Name, IReadOnlyList<KeptEntry> Entries, LocalDate EndsOn, LocalDate On, bool LookedTwice = false);

/// <summary>A kept list as whoever has its code reads it: not whose it is, nor what it is called.</summary>
public sealed class PublishedKeptList
{
    /// <summary>SHA-256 of the code.</summary>
    public required byte[] CodeHash { get; init; }

    public required string Entries { get; init; }

    /// <summary>The first day on which nobody reads it.</summary>
    public required LocalDate Until { get; init; }

    public LocalDate? PausedFrom { get; init; }

    public LocalDate? PausedUntil { get; init; }

    public IReadOnlyList<KeptEntry> ReadEntries() => Read(Entries);

    internal static IReadOnlyList<KeptEntry> Read(string json) => JsonSerializer.Deserialize<KeptEntry[]>(json, ContentJson.Options) ?? [];
}

/// <summary>Finds a kept list by its code.</summary>
public static class KeptListReading
{
    /// <param name="published">What the public reads.</param>
    /// <param name="typed">As it stands in the address.</param>
    /// <param name="on">Today.</param>
    /// <param name="cancellation">Ends the question in the database too.</param>
    /// <returns>Null: never there, ended, revoked or paused, all alike.</returns>
    public static async Task<PublishedKeptList?> KeptListAsync(this PublicContext published, string? typed, LocalDate on, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(published);
        if (KeptCode.Parse(typed) is not { } code)
            return null;
        byte[] hash = KeptCode.HashOf(code);
        return await published.KeptLists.SingleOrDefaultAsync(
            list => list.CodeHash == hash && list.Until > on && !(list.PausedFrom <= on && on <= list.PausedUntil), cancellation);
    }
}
