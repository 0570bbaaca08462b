using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Guides;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Curate.Guides;

/// <summary>Begins a guide: what it is about and of which country does not change later.</summary>
[Needs(Deed.WriteGuides)]
public sealed class NewModel(GuideService guides) : CurateModel
{
    [BindProperty(Name = GuideField.Kind)]
    public string? Kind { get; set; }

    [BindProperty(Name = GuideField.Country)]
    public string? Country { get; set; }

    [BindProperty(Name = GuideField.Language)]
    public string? Language { get; set; }

    [BindProperty(Name = GuideField.Title)]
    public string? TypedTitle { get; set; }

    public WrongFields Wrong { get; } = new();

    /// <summary>The key of what stands against it; null: nothing.</summary>
    public string? Refused { get; private set; }

    /// <summary>What the law of a country is, an allied organisation does not write.</summary>
    public IEnumerable<GuideKind> Kinds => Enum.GetValues<GuideKind>().Where(kind => kind != GuideKind.Country || Seat.Kind == OrganisationKind.SexWorkerLed);

    public void OnGet() => Language = Say.Language(CultureInfo.CurrentUICulture.Name);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        string? country = string.IsNullOrWhiteSpace(Country) ? null : LanguageNames.Country(Country);
        if (!EnumSlug.TryParse<GuideKind>(Kind ?? "", out var kind))
            Wrong.Add(GuideField.Kind, "Written.Problem.Kind");
        else if (country is null && (GuideRules.IsOfOneCountry(kind) || !string.IsNullOrWhiteSpace(Country)))
            Wrong.Add(GuideField.Country, "Written.Problem.Country");
        if (LanguageNames.Find(Language ?? "") is not { } language)
        {
            Wrong.Add(GuideField.Language, "Entry.Wrong.Language");
            language = CultureInfo.CurrentUICulture.Name;
        }

        if (string.IsNullOrWhiteSpace(TypedTitle))
            Wrong.Add(GuideField.Title, "Entry.Problem.Empty");
        if (!Wrong.IsEmpty)
            return NotSaved();
        try
        {
            var content = new GuideContent { Title = Text.Of(language, TypedTitle!.Trim()), Law = kind == GuideKind.Country ? new CountryLaw { On = Today } : null };
            var (_, code) = await guides.BeginAsync(new BeginGuide(Seat.OrganisationId, Member.AccountId, kind, country, content, Today), Actor, cancellationToken);
            return new SeeOther(Links.EditGuide(Seat.Code, code));
        }
        catch (ListingInvalidException invalid)
        {
            foreach (var problem in invalid.Problems)
                Wrong.Add(problem.Field.Split('.')[0], problem.Reason == "too-long" ? "Written.Problem.TooLong" : "Entry.Problem.Other");
            return NotSaved();
        }
        catch (ListingRefusedException)
        {
            Refused = "Suspension.Refused";
            return NotSaved();
        }
    }
}
