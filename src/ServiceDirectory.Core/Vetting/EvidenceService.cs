using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Core.Vetting;

/// <summary>The evidence file of a service, and with it the file of whoever runs it. Both reviewers read the same one.</summary>
/// <param name="context">The private half, as the app.</param>
/// <param name="notes">Seals what people write.</param>
/// <param name="vetting">How long a provider's file counts.</param>
public sealed class EvidenceService(DirectoryDbContext context, PrivateNotes notes, VettingOptions vetting)
{
    /// <summary>Adds what was found out. Somebody with a tie may do this, too.</summary>
    /// <exception cref="ListingInvalidException">Something in it is missing or wrong; nothing was written.</exception>
    /// <exception cref="ListingRefusedException">The organisation is of a kind that adds none, or nobody known runs the service.</exception>
    public async Task<Guid> AddAsync(AddEvidence add, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(add);
        ArgumentNullException.ThrowIfNull(actor);
        var id = Guid.NewGuid();
        string words = Require(add, await context.CriteriaAsync(cancellation));
        var provider = add.OfProvider
            ? await ProviderOfAsync(add.ServiceId, cancellation)
                ?? throw new ListingRefusedException("evidence_provider", "The directory does not know who runs this service.")
            : (Guid?)null;
        context.Add(new Evidence
        {
            Id = id,
            ServiceId = add.OfProvider ? null : add.ServiceId,
            ProviderId = provider,
            OrganisationId = add.OrganisationId,
            AccountId = add.AccountId,
            Kind = add.Kind,
            FoundOn = add.FoundOn ?? add.On,
            Note = notes.Seal("evidence", id, words),
            Criteria = [.. add.Criteria.Distinct().Order()],
        });
        context.Add(DirectoryEvent.OfService(actor, "add-evidence", add.ServiceId, reason: null));
        await context.SaveByRulesAsync(cancellation);
        return id;
    }

    /// <summary>Everything that counts for a service on a day, the newest first. Reading what others wrote is recorded.</summary>
    public async Task<IReadOnlyList<FoundEvidence>> OfAsync(Guid service, LocalDate on, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var provider = await ProviderOfAsync(service, cancellation);
        var since = on.PlusMonths(-vetting.ProviderFileMonths);
        var found = await context.Set<Evidence>().AsNoTracking()
            .Where(e => e.ServiceId == service || (e.ProviderId != null && e.ProviderId == provider && e.FoundOn > since))
            .Join(context.Organisations, e => e.OrganisationId, o => o.Id, (e, o) => new { Evidence = e, o.Name })
            .OrderByDescending(e => e.Evidence.FoundOn).ThenBy(e => e.Evidence.Id).ToListAsync(cancellation);
        if (found.Exists(f => f.Evidence.OrganisationId != actor.OrganisationId))
            await context.NoteReadingAsync(service, actor, cancellation);
        return [.. found.Select(f => new FoundEvidence(
            f.Evidence.Id, f.Evidence.OrganisationId, f.Name, f.Evidence.Kind, f.Evidence.FoundOn,
            notes.Open("evidence", f.Evidence.Id, f.Evidence.Note), f.Evidence.Criteria, f.Evidence.ProviderId is not null))];
    }

    /// <summary>The organisation that runs a service by its newest revision, where the directory knows it.</summary>
    public async Task<Guid?> ProviderOfAsync(Guid service, CancellationToken cancellation = default)
    {
        var newest = await context.Revisions.AsNoTracking().Where(r => r.ServiceId == service).OrderByDescending(r => r.Number)
            .Select(r => new { r.Content, r.ContentVersion }).FirstOrDefaultAsync(cancellation);
        return newest is null ? null : Upcasters.Default.Read(newest.Content, newest.ContentVersion).Provider.OrganisationId;
    }

    private static string Require(AddEvidence add, CriteriaSet known)
    {
        var problems = new List<ListingProblem>();
        if (add.Criteria.Count == 0)
            problems.Add(new ListingProblem("criteria", "missing", "Say which promises this is about."));
        else if (add.Criteria.Any(id => !known.Criteria.Any(c => c.Id == id)))
            problems.Add(new ListingProblem("criteria", "unknown", "There is no such promise."));
        if (add.FoundOn is { } on && (on > add.On || on < add.On.PlusYears(-3)))
            problems.Add(new ListingProblem("on", "out-of-range", "Give a day in the last three years, not one to come."));
        string words = "";
        try
        {
            words = PrivateNotes.Require("note", add.Note);
        }
        catch (ListingInvalidException invalid)
        {
            problems.AddRange(invalid.Problems);
        }

        return problems.Count == 0 ? words : throw new ListingInvalidException(problems);
    }
}

/// <param name="OrganisationName">Whose it is: for reviewers, never for the public.</param>
/// <param name="OfProvider">It stands in the provider's file.</param>
public sealed record FoundEvidence(
    Guid Id, Guid OrganisationId, Text OrganisationName, EvidenceKind Kind, LocalDate FoundOn, string Note, IReadOnlyList<int> Criteria, bool OfProvider)
{
    /// <summary>Made by asking or going there, which the second organisation does for itself.</summary>
    public bool IsContact => !OfProvider && Kind is EvidenceKind.SpokenAnswer or EvidenceKind.TestContact or EvidenceKind.Visit;
}
