using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Core.Vetting;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Curate.Entries;

/// <summary>What was found out about a service, and about whoever runs it: read, and added to.</summary>
[Needs(Deed.AddEvidence)]
public sealed class EvidenceModel(EvidenceService evidence, ReviewService reviews, CriteriaService criteria, Wording wording) : CurateModel
{
    [BindProperty(Name = VettingField.Kind)]
    public string? TypedKind { get; set; }

    [BindProperty(Name = VettingField.On)]
    public string? TypedOn { get; set; }

    [BindProperty(Name = VettingField.Note)]
    public string? TypedNote { get; set; }

    [BindProperty(Name = VettingField.Criterion)]
    public string[] TypedCriteria { get; set; } = [];

    [BindProperty(Name = VettingField.OfProvider)]
    public string? TypedOfProvider { get; set; }

    public IReadOnlyList<FoundEvidence> Found { get; private set; } = [];

    /// <summary>The promises that apply, where a profile is known; the others after them.</summary>
    public IReadOnlyList<Criterion> Criteria { get; private set; } = [];

    /// <summary>Null: the directory does not know who runs the service.</summary>
    public Guid? Provider { get; private set; }

    public IReadOnlyDictionary<string, string> Wrong { get; private set; } = new Dictionary<string, string>();

    public string? Refused { get; private set; }

    public Task OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!EnumSlug.TryParse<EvidenceKind>(TypedKind ?? "", out var kind))
                throw new ListingInvalidException([new ListingProblem(VettingField.Kind, "missing", "Say how.")]);
            var on = VettingField.Day(TypedOn);
            if (on is null && !string.IsNullOrWhiteSpace(TypedOn))
                throw new ListingInvalidException([new ListingProblem(VettingField.On, "out-of-range", "Give a day.")]);
            int[] criteria = [.. TypedCriteria.Select(id => int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out int read) ? read : 0)];
            await evidence.AddAsync(
                new AddEvidence(Entry.ServiceId, TypedOfProvider is not null, Seat.OrganisationId, Member.AccountId, kind, on, TypedNote, criteria, Today), Actor, cancellationToken);
            return new SeeOther(Links.Evidence(Seat.Code, Entry.Code));
        }
        catch (ListingInvalidException invalid)
        {
            Wrong = invalid.Problems.DistinctBy(p => p.Field).ToDictionary(p => p.Field, p => wording.Find($"Judge.Wrong.{p.Field}") ?? p.Message);
        }
        catch (ListingRefusedException refused)
        {
            Refused = wording.Refusal(refused);
        }

        await ShowAsync(cancellationToken);
        return NotSaved();
    }

    private async Task ShowAsync(CancellationToken cancellation)
    {
        Found = await evidence.OfAsync(Entry.ServiceId, Today, Actor, cancellation);
        Provider = await evidence.ProviderOfAsync(Entry.ServiceId, cancellation);
        var sheet = await reviews.ReadAsync(Entry.ServiceId, Seat.OrganisationId, cancellation);
        Criteria = sheet?.Required ?? [.. (await criteria.NewestAsync(cancellation)).Criteria.Where(c => c.Required)];
    }
}
