using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Changes;
using ServiceDirectory.Core.Listings.Drafts;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Web.Curating;

namespace ServiceDirectory.Web.Pages.Curate.Entries;

/// <summary>What happened to an entry: which organisation did what, in which role, on which day; and what changed in its words.</summary>
[Needs(Deed.ReadHistory)]
public sealed class HistoryModel(DirectoryDbContext context, DraftService drafts, PlaceFinder places) : CurateModel
{
    private const int Most = 200;

    private static readonly string[] s_ofConcerns = ["read-notes", "judge-concern", "close-concern", "tell-theme", "declare-tie"];

    /// <summary>What to compare: the number of a revision, or "draft".</summary>
    [FromQuery(Name = CurateField.To)]
    public string? To { get; set; }

    /// <summary>With what: the number of an earlier revision; the one before where it is left out.</summary>
    [FromQuery(Name = CurateField.From)]
    public string? From { get; set; }

    public WorkingCopy Copy { get; private set; } = null!;

    public IReadOnlyList<WrittenOn> Revisions { get; private set; } = [];

    public IReadOnlyList<HappenedOn> Events { get; private set; } = [];

    /// <summary>Null: nothing was asked to be compared.</summary>
    public IReadOnlyList<ListingChange>? Changes { get; private set; }

    public int FromNumber { get; private set; }

    /// <summary>Null: the draft.</summary>
    public int? ToNumber { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        await places.ReadyAsync(cancellationToken);
        Copy = await drafts.ReadAsync(Entry.ServiceId, Seat.OrganisationId, cancellationToken);
        Revisions = await context.Revisions.Where(r => r.ServiceId == Entry.ServiceId).OrderByDescending(r => r.Number).Take(Most)
            .Join(context.Organisations, r => r.OrganisationId, o => o.Id, (r, o) => new WrittenOn(r.Number, r.WrittenOn, o.Name, o.Id)).ToListAsync(cancellationToken);
        // That somebody wrote, and when it was read, would point to who it was: whoever runs the service is told in other words, later.
        string[] hidden = IsOutside ? s_ofConcerns : [];
        var events = await context.Events.Where(e => e.Subject == "service" && e.SubjectId == Entry.ServiceId && !hidden.Contains(e.Action)).OrderByDescending(e => e.Id).Take(Most)
            .Select(e => new { e.At, e.OrganisationId, e.Role, e.Action, e.ToState, Name = context.Organisations.Where(o => o.Id == e.OrganisationId).Select(o => o.Name).FirstOrDefault() })
            .ToListAsync(cancellationToken);
        // Who reported or judged is not for the service itself to read.
        Events = [.. events.Select(e => new HappenedOn(e.At.InUtc().Date, MayKnow(e.OrganisationId) ? e.Name : null, e.Role, e.Action, e.ToState))];
        return To is null ? Page() : await CompareAsync(To, cancellationToken);
    }

    /// <summary>Whoever runs a service, or counts as one with whoever does, learns of nobody else who reported or judged.</summary>
    public bool MayKnow(Guid? organisation) => organisation == Seat.OrganisationId || !IsOutside;

    /// <summary>Whoever runs the service, or counts as one with whoever does.</summary>
    private bool IsOutside => Seat.Kind == OrganisationKind.Provider || Entry.IsTied;

    private async Task<IActionResult> CompareAsync(string to, CancellationToken cancellation)
    {
        ToNumber = Number(to);
        if (to == CurateField.Draft ? !Copy.HasDraft : ToNumber is null || Revisions.All(r => r.Number != ToNumber))
            return NotFound();
        FromNumber = Number(From) ?? (ToNumber is { } number ? Math.Max(1, number - 1) : Copy.PublishedNumber ?? Copy.BaseNumber);
        if (Revisions.All(r => r.Number != FromNumber))
            return NotFound();
        Changes = ListingDiff.Between(await ReadAsync(FromNumber, cancellation), ToNumber is { } revision ? await ReadAsync(revision, cancellation) : Copy.Content);
        return Page();
    }

    private async Task<ListingContent> ReadAsync(int number, CancellationToken cancellation)
    {
        var revision = await context.Revisions.SingleAsync(r => r.ServiceId == Entry.ServiceId && r.Number == number, cancellation);
        return Upcasters.Default.Read(revision.Content, revision.ContentVersion);
    }

    private static int? Number(string? typed) => int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}

public sealed record WrittenOn(int Number, LocalDate On, Text By, Guid OrganisationId);

/// <param name="By">Null: the command line, or not for whoever reads.</param>
public sealed record HappenedOn(LocalDate On, Text? By, ActorRole Role, string Action, string? ToState);
