namespace ServiceDirectory.Web.Hsds;

/// <summary>What can be asked of open data in an address, described once: for whoever reads it, for the description and for tests.</summary>
/// <param name="Name">As it stands in the address.</param>
/// <param name="Type">A type of JSON Schema.</param>
/// <param name="About">What it does, in English.</param>
/// <param name="Format">A format of JSON Schema; null: none.</param>
/// <param name="Values">All that it takes; null: whatever is of the type.</param>
/// <param name="Repeats">It may stand there several times.</param>
internal sealed record HsdsParameter(string Name, string Type, string About, string? Format = null, IReadOnlyList<string>? Values = null, bool Repeats = false)
{
    public const int PerPage = 50, MostPerPage = 100, MostStubs = 10_000, DefaultMetres = 25_000, MostMetres = 200_000, FirstYear = 1900, LastYear = 2199;

    public static readonly HsdsParameter Search = new("search", "string", "All these words are in the names or descriptions. At most 200 characters.");

    public static readonly HsdsParameter Page = new("page", "integer", "Which page, from 1.");

    public static readonly HsdsParameter OnPage = new("per_page", "integer", $"How many on a page: {PerPage} where nothing is said, at most {MostPerPage} (with minimal {MostStubs}). Larger numbers get as many as there may be.");

    public static readonly HsdsParameter As = new("format", "string", "With ndjson all results come without pages, one to a line.", Values: ["json", "ndjson"]);

    public static readonly HsdsParameter Term = new("taxonomy_term_id", "string", "It has this term, or one below it.", "uuid");

    public static readonly HsdsParameter Taxonomy = new("taxonomy_id", "string", "It has a term of this taxonomy.", "uuid");

    public static readonly HsdsParameter Organization = new("organization_id", "string", "Run by this organisation.", "uuid");

    public static readonly HsdsParameter ModifiedAfter = new("modified_after", "string", "It changed on or after this moment: a date, or a date and a time with an offset. Without an offset it is UTC.", "date-time");

    public static readonly HsdsParameter Minimal = new("minimal", "boolean", "Only id and last_modified.");

    public static readonly HsdsParameter Full = new("full", "boolean", "Each with everything that belongs to it.");

    public static readonly HsdsParameter FullService = new("full_service", "boolean", "Its services whole, instead of their ids and names alone.");

    public static readonly HsdsParameter Postcode = new("postcode", "string", "Near the town of this postal code, or reaching it. Only where whoever runs the directory loaded the codes of the country.");

    public static readonly HsdsParameter Proximity = new("proximity", "number", $"With postcode: within so many metres of the middle of its town, over 0 to {MostMetres}; {DefaultMetres} where nothing is said.");

    public static readonly HsdsParameter TopOnly = new("top_only", "boolean", "Only terms that stand under no other.");

    public static readonly HsdsParameter Parent = new("parent_id", "string", "Only terms that stand under this one.", "uuid");

    public static readonly HsdsParameter Need = new("need", "string", "Ours: it helps with this, by number or code of a term of the taxonomy of needs; of several, with one of them.", Repeats: true);

    public static readonly HsdsParameter Place = new("place", "integer", "Ours: near this place, or reaching it, by its GeoNames number.");

    public static readonly HsdsParameter Radius = new("radius", "number", "Ours: with place, within so many kilometres of its middle, over 0 to 200; 25 where nothing is said.");

    /// <summary>The ones that say what somebody looks for: nobody keeps an answer to them.</summary>
    public static readonly IReadOnlyList<HsdsParameter> Looking = [Search, Term, Postcode, Need, Place];
}
