namespace ServiceDirectory.Core.Places;

/// <summary>What a typed place turned out to be. One of the five records below, and no other.</summary>
public abstract record PlaceAnswer
{
    private PlaceAnswer()
    {
    }

    /// <summary>One place is clearly meant.</summary>
    /// <param name="Place">The place.</param>
    /// <param name="Others">Places called the same, likeliest first, to be offered beside the results.</param>
    /// <param name="Match">How the text was read.</param>
    public sealed record Found(Place Place, IReadOnlyList<Place> Others, PlaceMatch Match) : PlaceAnswer;

    /// <summary>Several places could be meant, or a part of the text was not understood.</summary>
    /// <param name="Candidates">At least one place, likeliest first.</param>
    public sealed record Ask(IReadOnlyList<Place> Candidates) : PlaceAnswer;

    /// <summary>A country or region was named: too wide to search round, so its towns are offered.</summary>
    /// <param name="Areas">At least one, likeliest first; two for "Georgia".</param>
    /// <param name="Others">Places that are called the same, likeliest first.</param>
    public sealed record Area(IReadOnlyList<PlaceArea> Areas, IReadOnlyList<Place> Others) : PlaceAnswer;

    /// <summary>Nothing in the gazetteer is called anything like it, or the text holds no name at all.</summary>
    public sealed record None : PlaceAnswer;

    /// <summary>The text is longer than <see cref="PlaceText.MaxLength"/> and was not read.</summary>
    public sealed record TooLong : PlaceAnswer;
}

/// <summary>How a place was found, the surest first.</summary>
public enum PlaceMatch
{
    /// <summary>The text is one of its names.</summary>
    Exact,

    /// <summary>The text begins one of its names.</summary>
    Prefix,

    /// <summary>The text is a letter or two away from one of its names.</summary>
    Fuzzy,

    /// <summary>The text is a postal code, and this is the nearest place to it.</summary>
    PostalCode,
}

/// <summary>A country, region or well-known group of regions, with its towns.</summary>
/// <param name="Name">What it is called, such as "Texas" or "Yorkshire".</param>
/// <param name="Country">The country it is or lies in.</param>
/// <param name="Towns">Its largest places, largest first, at most <see cref="PlaceLookup.MaxTowns"/>.</param>
public sealed record PlaceArea(string Name, Country Country, IReadOnlyList<Place> Towns);
