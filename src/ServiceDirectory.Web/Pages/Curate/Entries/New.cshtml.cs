using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Drafts;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Curate.Entries;

/// <summary>A new entry begins with a name, and with a look whether there is one like it already.</summary>
[Needs(Deed.WriteEntry)]
public sealed class NewModel(DraftService drafts, DuplicateCheck duplicates, PlaceFinder places, IOptions<DirectoryOptions> options) : CurateModel
{
    [BindProperty(Name = CurateField.Name)]
    public string? Name { get; set; }

    [BindProperty(Name = CurateField.Language)]
    public string? Language { get; set; }

    [BindProperty(Name = CurateField.Profile)]
    public string? TypedProfile { get; set; }

    [BindProperty(Name = CurateField.Kind)]
    public string? Kind { get; set; }

    [BindProperty(Name = CurateField.Town)]
    public string? Town { get; set; }

    [BindProperty(Name = CurateField.Number)]
    public string? Number { get; set; }

    [BindProperty(Name = CurateField.Website)]
    public string? Website { get; set; }

    /// <summary>Codes of entries that were shown and are other ones.</summary>
    [BindProperty(Name = CurateField.Other)]
    public string[] Others { get; set; } = [];

    public WrongFields Wrong { get; } = new();

    public Lookalikes Lookalikes { get; private set; } = new([], false);

    public string? TownOf(Lookalike one) => one.PlaceId is { } id ? places.Find(id)?.Name : null;

    public void OnGet() => Language = Say.Language(CultureInfo.CurrentUICulture.Name);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await places.ReadyAsync(cancellationToken);
        string name = Name?.Trim() ?? "";
        if (name.Length == 0)
            Wrong.Add(CurateField.Name, "Entry.Problem.Empty");
        if (LanguageNames.Find(Language ?? "") is not { } language)
            Wrong.Add(CurateField.Language, "Entry.Wrong.Language");
        else if (!EnumSlug.TryParse<Profile>(TypedProfile ?? "", out var profile))
            Wrong.Add(CurateField.Profile, "Entry.Wrong.Profile");
        else if (Wrong.IsEmpty)
            return await StartAsync(name, language, profile, cancellationToken);
        if (!EnumSlug.TryParse<Profile>(TypedProfile ?? "", out _))
            Wrong.Add(CurateField.Profile, "Entry.Wrong.Profile");
        return NotSaved();
    }

    private async Task<IActionResult> StartAsync(string name, string language, Profile profile, CancellationToken cancellation)
    {
        string number = Number?.Trim() is { Length: > 0 } typed ? PhoneText.Read(typed, options.Value.HomeCountry) : "";
        string? website = Website?.Trim() is { Length: > 0 } url ? url.Contains(':', StringComparison.Ordinal) ? url : $"https://{url}" : null;
        var town = Town?.Trim() is { Length: > 0 } place && await places.FindAsync(place, options.Value.HomeCountry, cancellation) is PlaceAnswer.Found found ? found.Place : null;
        Lookalikes = await duplicates.FindAsync(
            new LookFor(
                Seat.OrganisationId, Seat.Roles.Contains(ActorRole.Reviewer), [name], number.Length > 0 ? [number] : [], website, town is null ? [] : [town.GeoNameId])
            { OtherThan = Others },
            cancellation);
        if (Lookalikes.Found.Count > 0)
            return Page();
        try
        {
            var written = await drafts.StartAsync(
                new StartEntry(Seat.OrganisationId, name, language, profile, EnumSlug.TryParse<ProviderKind>(Kind ?? "", out var kind) ? kind : null, Today)
                {
                    OtherThan = [.. Others.Where(code => code.Length == 6)],
                    Phone = number.Length > 0 ? new Phone { Id = Guid.NewGuid(), Number = number, Country = options.Value.HomeCountry } : null,
                    Website = website is null ? null : new WebAddress { Id = Guid.NewGuid(), Url = website },
                    TownId = town?.GeoNameId,
                },
                Actor,
                cancellation);
            return new SeeOther(Links.Edit(Seat.Code, written.Code, ListingSection.About));
        }
        catch (ListingInvalidException invalid)
        {
            foreach (var problem in invalid.Problems)
            {
                Wrong.Add(
                    problem.Field.Split('.', '[')[0] switch { "phones" => CurateField.Number, "website" => CurateField.Website, "sites" => CurateField.Town, _ => CurateField.Name },
                    WrongFields.KeyOf(problem));
            }

            return NotSaved();
        }
        catch (ListingRefusedException)
        {
            return NotFound();
        }
    }
}
