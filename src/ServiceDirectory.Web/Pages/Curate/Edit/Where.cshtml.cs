using System.Globalization;
using Microsoft.Extensions.Options;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Drafts;
using ServiceDirectory.Core.Places;

namespace ServiceDirectory.Web.Pages.Curate.Edit;

/// <summary>Where it is. Whether a place may be shown exactly is asked before anything else, and what is not kept is dropped before it is read.</summary>
public sealed class WhereModel(DraftService drafts, PlaceFinder places, IOptions<DirectoryOptions> options) : SectionModel(drafts)
{
    private const int MostChoices = 20;

    private static readonly string[] s_exact = ["street", "postalCode", "point"];

    public override ListingSection Section => ListingSection.Where;

    /// <summary>Where several places are called as what was typed: item of the form → which.</summary>
    public Dictionary<int, IReadOnlyList<Place>> Choices { get; } = [];

    /// <summary>Those of the form, and an empty one.</summary>
    public IReadOnlyList<int> Items
    {
        get
        {
            var items = Form.Items("sites", ListingLimits.Sites);
            return items.Count > 0 && IsBlank($"sites[{items[^1]}]") ? items : [.. items, items.Count == 0 ? 0 : items[^1] + 1];
        }
    }

    public bool IsBlank(string at) => Form[$"{at}.kind"].Length == 0 && Form[$"{at}.place"].Trim().Length == 0 && Form[$"{at}.street"].Trim().Length == 0;

    protected override Task OpenAsync(CancellationToken cancellation) => places.ReadyAsync(cancellation);

    protected override void Fill(ListingContent content)
    {
        foreach (var (index, site) in content.Sites.Index())
        {
            string at = $"sites[{index}]";
            Form.Add($"{at}.id", site.Id.ToString());
            Form.Add($"{at}.kind", EnumSlug.Of(site.Kind));
            Form.Add($"{at}.placeId", site.PlaceId.ToString(CultureInfo.InvariantCulture));
            Form.Add($"{at}.place", places.Find(site.PlaceId) is { } place ? SayPlaces.Full(place) : "");
            Form.Add($"{at}.street", site.Street ?? "");
            Form.Add($"{at}.postalCode", site.PostalCode ?? "");
            Form.Add($"{at}.point", site.Point is { } point ? string.Create(CultureInfo.InvariantCulture, $"{point.Latitude}, {point.Longitude}") : "");
            Form.Add($"{at}.radiusKm", site.RadiusKm?.ToString(CultureInfo.InvariantCulture) ?? "");
            Form.Add($"{at}.stopsByPhone", site.StopsByPhone);
            Fill($"{at}.name", site.Name);
            Fill($"{at}.directions", site.Directions);
            Fill($"{at}.stepFreeNotes", site.StepFreeNotes);
        }
    }

    protected override async Task<ListingContent> ReadAsync(ListingContent now, CancellationToken cancellation)
    {
        var sites = new List<Site>();
        foreach (int item in Form.Items("sites", ListingLimits.Sites))
        {
            string at = $"sites[{item}]";
            var kind = Chosen<SiteKind>($"{at}.kind");
            // Before anything else looks at it: what somebody asks us not to keep is not even on the page that comes back.
            if (kind is not null and not SiteKind.Address)
            {
                foreach (string exact in s_exact)
                    Form.Remove($"{at}.{exact}");
            }

            if (Form[$"{at}.gone"].Length > 0 || IsBlank(at))
                continue;
            if (kind is null)
                Wrong.Add($"{at}.kind", "Entry.Wrong.SiteKind");
            var had = Guid.TryParse(Form[$"{at}.id"], out var kept) ? now.Sites.FirstOrDefault(site => site.Id == kept) : null;
            int? place = await PlaceAsync(item, at, cancellation);
            Wrong.Map("sites", sites.Count, item);
            sites.Add(new Site
            {
                Id = had is null || sites.Exists(site => site.Id == had.Id) ? Guid.NewGuid() : had.Id,
                Kind = kind ?? SiteKind.Area,
                PlaceId = place ?? 0,
                Street = Trimmed($"{at}.street"),
                PostalCode = Trimmed($"{at}.postalCode"),
                Point = Point($"{at}.point"),
                RadiusKm = kind == SiteKind.Mobile ? Number($"{at}.radiusKm") : null,
                StopsByPhone = kind == SiteKind.Mobile && Form[$"{at}.stopsByPhone"].Length > 0,
                Name = Read($"{at}.name", had?.Name),
                Directions = Read($"{at}.directions", had?.Directions),
                StepFreeNotes = Read($"{at}.stepFreeNotes", had?.StepFreeNotes),
                Hours = had?.Hours,
                SpecialDays = had?.SpecialDays ?? [],
                ByAppointment = had?.ByAppointment ?? false,
            });
        }

        return ListingSections.WithSites(now, sites);
    }

    private async Task<int?> PlaceAsync(int item, string at, CancellationToken cancellation)
    {
        string typed = Form[$"{at}.place"].Trim();
        if (Known($"{at}.placeId") is { } known && typed == SayPlaces.Full(known))
            return known.GeoNameId;
        // A choice is one of what was typed before, and of nothing else.
        if (Known($"{at}.pick") is { } picked && typed == Form[$"{at}.asked"])
            return Take(at, picked);
        if (typed.Length == 0)
        {
            Wrong.Add($"{at}.place", "Entry.Wrong.PlaceMissing");
            return null;
        }

        switch (await places.FindAsync(typed, options.Value.HomeCountry, cancellation))
        {
            case PlaceAnswer.Found found:
                return Take(at, found.Place);
            case PlaceAnswer.Ask ask:
                return Ask(ask.Candidates);
            case PlaceAnswer.Area area:
                return Ask(area.Areas.SelectMany(part => part.Towns).Concat(area.Others));
            default:
                Wrong.Add($"{at}.place", "Entry.Wrong.PlaceUnknown");
                return null;
        }

        int? Ask(IEnumerable<Place> candidates)
        {
            Choices[item] = [.. candidates.Take(MostChoices)];
            Form.Set($"{at}.asked", typed);
            Wrong.Add($"{at}.place", "Entry.Wrong.WhichPlace");
            return null;
        }
    }

    private int Take(string at, Place place)
    {
        Form.Set($"{at}.place", SayPlaces.Full(place));
        Form.Set($"{at}.placeId", place.GeoNameId.ToString(CultureInfo.InvariantCulture));
        return place.GeoNameId;
    }

    private Place? Known(string name) => int.TryParse(Form[name], NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? places.Find(id) : null;

    private string? Trimmed(string name) => Form[name].Trim() is { Length: > 0 } text ? text : null;

    private double? Number(string name)
    {
        string typed = Form[name].Trim().Replace(',', '.');
        if (double.TryParse(typed, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number))
            return number;
        Wrong.Add(name, "Entry.Wrong.Radius");
        return null;
    }

    private GeoPoint? Point(string name)
    {
        if (Trimmed(name) is not { } typed)
            return null;
        if (typed.Split(',', StringSplitOptions.TrimEntries) is [var north, var east]
            && double.TryParse(north, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out double latitude)
            && double.TryParse(east, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out double longitude))
        {
            return new GeoPoint(latitude, longitude);
        }

        Wrong.Add(name, "Entry.Wrong.Point");
        return null;
    }
}
