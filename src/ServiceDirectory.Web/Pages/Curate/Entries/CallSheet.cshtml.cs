using Microsoft.AspNetCore.Mvc;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Core.Vetting;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Curate.Entries;

/// <summary>The questions of one talk, in the order in which they are put: to print, or to fill in while somebody answers.</summary>
[Needs(Deed.Judge)]
public sealed class CallSheetModel(ReviewService reviews, CallSheetService sheets, PlaceFinder places, Wording wording) : CurateModel
{
    /// <summary>Ways of talking; what is read or heard elsewhere goes into the evidence by itself.</summary>
    public static IReadOnlyList<EvidenceKind> Kinds { get; } = [EvidenceKind.SpokenAnswer, EvidenceKind.TestContact, EvidenceKind.Visit];

    [BindProperty(Name = VettingField.Kind)]
    public string? TypedKind { get; set; }

    [BindProperty(Name = VettingField.On)]
    public string? TypedOn { get; set; }

    [BindProperty(Name = VettingField.Revision)]
    public string? TypedRevision { get; set; }

    [BindProperty(Name = VettingField.Consent)]
    public string? TypedConsent { get; set; }

    [BindProperty(Name = VettingField.Address)]
    public string? TypedAddress { get; set; }

    [BindProperty(Name = VettingField.Cost)]
    public string? TypedCost { get; set; }

    [BindProperty(Name = VettingField.Police)]
    public string? TypedPolice { get; set; }

    [BindProperty(Name = VettingField.Weekdays)]
    public string? TypedWeekdays { get; set; }

    [BindProperty(Name = VettingField.Saturday)]
    public string? TypedSaturday { get; set; }

    [BindProperty(Name = VettingField.Sunday)]
    public string? TypedSunday { get; set; }

    /// <summary>Null: nothing waits.</summary>
    public ReviewSheet? Sheet { get; private set; }

    public MissingFacts? Missing { get; private set; }

    /// <summary>The field that was wrong, and what to do.</summary>
    public IReadOnlyDictionary<string, string> Wrong { get; private set; } = new Dictionary<string, string>();

    public string? Refused { get; private set; }

    public bool CanFill => Sheet is { IsWaiting: true, Own: null or { HandedInOn: null } };

    /// <summary>What applies, as it is asked.</summary>
    public IEnumerable<Criterion> Questions => Sheet?.Asked.OrderByDescending(Sheet.AsksItself).ThenBy(c => c.Asked) ?? Enumerable.Empty<Criterion>();

    public IEnumerable<Criterion> More => Sheet?.Required.Except(Sheet.Asked).Concat(Sheet.Recommended).OrderBy(c => c.Asked) ?? Enumerable.Empty<Criterion>();

    public string? Typed(string field) => HttpMethods.IsPost(Request.Method) ? Request.Form[field].ToString() : null;

    public Verdict? Kept(Criterion criterion)
    {
        ArgumentNullException.ThrowIfNull(criterion);
        if (HttpMethods.IsPost(Request.Method))
            return EnumSlug.TryParse<Verdict>(Typed(VettingField.Verdict(criterion.Id)) ?? "", out var typed) ? typed : null;
        return Sheet?.Own is { } own && own.Verdicts.TryGetValue(criterion.Id, out var kept) ? kept : null;
    }

    public Task OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await places.ReadyAsync(cancellationToken);
        await ShowAsync(cancellationToken);
        if (Sheet is null || Missing is null)
            return NotSaved();
        if (TypedRevision != Sheet.RevisionId.ToString())
        {
            Refused = wording["Judge.Refused.review-newer"];
            return NotSaved();
        }

        try
        {
            if (!EnumSlug.TryParse<EvidenceKind>(TypedKind ?? "", out var kind) || !Kinds.Contains(kind))
                throw new ListingInvalidException([new ListingProblem(VettingField.Kind, "missing", "Say how.")]);
            var on = VettingField.Day(TypedOn);
            if (on is null && !string.IsNullOrWhiteSpace(TypedOn))
                throw new ListingInvalidException([new ListingProblem(VettingField.On, "out-of-range", "Give a day.")]);
            int[] asked = [.. Questions.Concat(More).Select(c => c.Id)];
            await sheets.SaveAsync(
                new SaveCallSheet(
                    Entry.ServiceId, Seat.OrganisationId, Member.AccountId, kind, on,
                    asked.ToDictionary(id => id, id => Typed(VettingField.NoteOn(id)) ?? ""),
                    VettingField.Verdicts(Request.Form, asked),
                    Missing.Facets.Select(f => (f.Id, Said: Said(f))).Where(f => f.Said is not null).ToDictionary(f => f.Id, f => f.Said!.Value),
                    Today)
                {
                    SaidYes = TypedConsent == "yes",
                    SaidAddress = TypedAddress == "yes",
                    Cost = TypedCost,
                    Police = TypedPolice,
                    Weekdays = TypedWeekdays,
                    Saturday = TypedSaturday,
                    Sunday = TypedSunday,
                },
                Actor,
                cancellationToken);
            return new SeeOther(Links.ReviewSaved(Seat.Code, Entry.Code));
        }
        catch (ListingInvalidException invalid)
        {
            Wrong = invalid.Problems.DistinctBy(p => p.Field).ToDictionary(p => p.Field, p => wording.Find($"Judge.Wrong.{p.Field}") ?? wording["Judge.Wrong.note"]);
        }
        catch (ListingRefusedException refused)
        {
            Refused = wording.Refusal(refused);
        }

        return NotSaved();
    }

    /// <summary>What was ticked for a fact: a no, a yes, or which yes where there are several; null: nothing.</summary>
    private SaidFact? Said(Facet facet) => Typed(VettingField.Fact(facet.Id)) switch
    {
        "no" => new SaidFact(false, null),
        "yes" when facet.Values.Count == 0 => new SaidFact(true, null),
        { } value when facet.CountsAsYes.Contains(value) => new SaidFact(true, value),
        _ => null,
    };

    private async Task ShowAsync(CancellationToken cancellation)
    {
        Sheet = await reviews.ReadAsync(Entry.ServiceId, Seat.OrganisationId, cancellation);
        Missing = Sheet is null ? null : sheets.Missing(Sheet.Content);
    }
}
