using System.Globalization;
using Microsoft.Extensions.Primitives;
using NetTopologySuite.Geometries;
using NodaTime;
using NodaTime.Text;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Hsds;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Web.Pages.Search;

namespace ServiceDirectory.Web.Hsds;

/// <summary>What somebody asks of a list of open data, read from the address alone. What is wrong is said; nothing is passed over.</summary>
internal sealed class HsdsQuestion
{
    private readonly HsdsRoute _route;
    private readonly IQueryCollection _query;

    private HsdsQuestion(HsdsRoute route, IQueryCollection query) => (_route, _query) = (route, query);

    /// <summary>Null: it can be answered.</summary>
    public HsdsProblem? Wrong { get; private set; }

    public int Page { get; private set; } = 1;

    public int PerPage { get; private set; } = HsdsParameter.PerPage;

    public bool IsStream { get; private set; }

    public bool Minimal { get; private set; }

    public bool Full { get; private set; }

    public bool FullService { get; private set; }

    public bool TopOnly { get; private set; }

    public Guid? Parent { get; private set; }

    public Guid? Taxonomy { get; private set; }

    public string? Search { get; private set; }

    /// <summary>It says what somebody looks for.</summary>
    public bool IsLooking => HsdsParameter.Looking.Any(parameter => _query.ContainsKey(parameter.Name));

    public HsdsFilter Filter { get; private set; } = HsdsFilter.None;

    public long Skip => (long)(Page - 1) * PerPage;

    public static async Task<HsdsQuestion> ReadAsync(HsdsRoute route, HttpRequest request, DirectoryCatalogue catalogue, PlaceFinder places, string homeCountry)
    {
        var question = new HsdsQuestion(route, request.Query);
        question.ReadPlain(catalogue);
        if (question.Wrong is null)
            await question.ReadPlaceAsync(places, homeCountry, request.HttpContext.RequestAborted);
        return question;
    }

    private void ReadPlain(DirectoryCatalogue catalogue)
    {
        foreach (var (name, values) in _query)
        {
            var known = _route.Parameters.FirstOrDefault(parameter => parameter.Name == name);
            if (known is null)
                Wrong ??= new HsdsProblem(StatusCodes.Status400BadRequest, "The address has a parameter that is none here. Those that are stand in openapi.json.");
            else if (values.Count > 1 && !known.Repeats)
                Wrong ??= HsdsProblem.Bad(known, "there once");
        }

        Search = Text(HsdsParameter.Search);
        Page = Whole(HsdsParameter.Page, int.MaxValue) ?? 1;
        Minimal = Truth(HsdsParameter.Minimal);
        Full = Truth(HsdsParameter.Full);
        FullService = Truth(HsdsParameter.FullService);
        TopOnly = Truth(HsdsParameter.TopOnly);
        Parent = Id(HsdsParameter.Parent);
        Taxonomy = Id(HsdsParameter.Taxonomy);
        int most = Minimal ? HsdsParameter.MostStubs : HsdsParameter.MostPerPage;
        PerPage = Math.Min(Whole(HsdsParameter.OnPage, int.MaxValue) ?? (Minimal ? most : HsdsParameter.PerPage), most);
        if (Value(HsdsParameter.As) is { Length: > 0 } format)
        {
            IsStream = format == "ndjson";
            if (!HsdsParameter.As.Values!.Contains(format))
                Wrong ??= HsdsProblem.Bad(HsdsParameter.As, "json or ndjson");
        }

        if (Minimal && Full)
            Wrong ??= HsdsProblem.Bad(HsdsParameter.Minimal, "there without full");
        if (TopOnly && Parent is not null)
            Wrong ??= HsdsProblem.Bad(HsdsParameter.TopOnly, "there without parent_id");
        Filter = new HsdsFilter
        {
            Search = Search,
            Terms = [.. new[] { Id(HsdsParameter.Term), Taxonomy }.OfType<Guid>()],
            Needs = Needs(catalogue),
            Organization = Id(HsdsParameter.Organization),
            ModifiedAfter = Moment(HsdsParameter.ModifiedAfter),
        };
    }

    private async Task ReadPlaceAsync(PlaceFinder places, string homeCountry, CancellationToken cancellation)
    {
        string? postcode = Text(HsdsParameter.Postcode);
        int? number = Whole(HsdsParameter.Place, int.MaxValue);
        double? metres = Number(HsdsParameter.Proximity, HsdsParameter.MostMetres), km = Number(HsdsParameter.Radius, HsdsParameter.MostMetres / 1000);
        if (metres is not null && postcode is null)
            Wrong ??= HsdsProblem.Bad(HsdsParameter.Proximity, "there with postcode");
        if (km is not null && number is null)
            Wrong ??= HsdsProblem.Bad(HsdsParameter.Radius, "there with place");
        if (number is not null && postcode is not null)
            Wrong ??= HsdsProblem.Bad(HsdsParameter.Place, "there without postcode");
        if (Wrong is not null || (postcode is null && number is null))
            return;
        await places.ReadyAsync(cancellation);
        Place? place = null;
        if (number is { } id)
        {
            place = places.Find(id);
            if (place is null)
                Wrong = HsdsProblem.Bad(HsdsParameter.Place, "the GeoNames number of a town");
        }
        else if (PostalCodes.Normalise(postcode!) is null || await places.FindAsync(postcode!, homeCountry, cancellation) is not PlaceAnswer.Found { Place: var town })
        {
            Wrong = HsdsProblem.Bad(HsdsParameter.Postcode, "a postal code that is known here");
        }
        else
        {
            place = town;
        }

        if (place is not null)
            Filter = Filter with { Near = new Point(place.Longitude, place.Latitude) { SRID = 4326 }, Metres = metres ?? (km * 1000) ?? HsdsParameter.DefaultMetres };
    }

    private string? Value(HsdsParameter parameter) =>
        _query.TryGetValue(parameter.Name, out StringValues values) && _route.Parameters.Contains(parameter) ? values.FirstOrDefault() : null;

    private string? Text(HsdsParameter parameter)
    {
        if (Value(parameter)?.Trim() is not { Length: > 0 } text)
            return null;
        if (text.Length > SearchQuery.LongestText)
            Wrong ??= HsdsProblem.Bad(parameter, $"at most {SearchQuery.LongestText} characters long");
        return text;
    }

    private bool Truth(HsdsParameter parameter)
    {
        if (Value(parameter) is not { Length: > 0 } text)
            return false;
        bool isTrue = text.Equals("true", StringComparison.OrdinalIgnoreCase);
        if (!isTrue && !text.Equals("false", StringComparison.OrdinalIgnoreCase))
            Wrong ??= HsdsProblem.Bad(parameter, "true or false");
        return isTrue;
    }

    private int? Whole(HsdsParameter parameter, int most)
    {
        if (Value(parameter) is not { Length: > 0 } text)
            return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0 && number <= most)
            return number;
        Wrong ??= HsdsProblem.Bad(parameter, "a whole number from 1");
        return null;
    }

    private double? Number(HsdsParameter parameter, double most)
    {
        if (Value(parameter) is not { Length: > 0 } text)
            return null;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) && number > 0 && number <= most)
            return number;
        Wrong ??= HsdsProblem.Bad(parameter, string.Create(CultureInfo.InvariantCulture, $"a number over 0 to {most}"));
        return null;
    }

    private Guid? Id(HsdsParameter parameter)
    {
        if (Value(parameter) is not { Length: > 0 } text)
            return null;
        if (Guid.TryParseExact(text, "D", out var id))
            return id;
        Wrong ??= HsdsProblem.Bad(parameter, "a UUID");
        return null;
    }

    private Instant? Moment(HsdsParameter parameter)
    {
        if (Value(parameter) is not { Length: > 0 } text)
            return null;
        // A plus in an address is a space.
        text = text.Trim().Replace(' ', '+');
        OffsetDateTime? asked = null;
        if (LocalDatePattern.Iso.Parse(text) is { Success: true } day)
            asked = day.Value.AtMidnight().WithOffset(Offset.Zero);
        else if (OffsetDateTimePattern.ExtendedIso.Parse(text) is { Success: true } exact)
            asked = exact.Value;
        else if (LocalDateTimePattern.ExtendedIso.Parse(text) is { Success: true } plain)
            asked = plain.Value.WithOffset(Offset.Zero);
        // Neither the database nor a moment here knows all years that can be written.
        if (asked is { Year: >= HsdsParameter.FirstYear and <= HsdsParameter.LastYear } moment)
            return moment.ToInstant();
        Wrong ??= HsdsProblem.Bad(parameter, $"a date such as 2026-11-30, or a moment such as 2026-11-30T12:00:00Z, of the years {HsdsParameter.FirstYear} to {HsdsParameter.LastYear}");
        return null;
    }

    private List<int> Needs(DirectoryCatalogue catalogue)
    {
        var needs = new List<int>();
        if (!_route.Parameters.Contains(HsdsParameter.Need))
            return needs;
        foreach (string? typed in _query[HsdsParameter.Need.Name])
        {
            var known = catalogue.Needs.FirstOrDefault(need => need.Slug == typed || need.Id.ToString(CultureInfo.InvariantCulture) == typed);
            if (known is not null)
                needs.Add(known.Id);
            else if (!string.IsNullOrEmpty(typed))
                Wrong ??= HsdsProblem.Bad(HsdsParameter.Need, "a number or a code of a need");
        }

        return needs;
    }
}
