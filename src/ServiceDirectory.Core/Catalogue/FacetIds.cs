namespace ServiceDirectory.Core.Catalogue;

/// <summary>
/// Numbers of the facts that the program knows by name: those that a date ends, so that the query makes their bits, and one that
/// nobody has judged in an organisation's own entry. A test holds them, and the database's own, to the catalogue.
/// </summary>
public static class FacetIds
{
    /// <summary>Takes no new people, until the day that was said.</summary>
    public const int Full = 18;

    /// <summary>Run by people who do sex work, while its organisation chooses to say so and its vouchers' word counts.</summary>
    public const int CommunityLed = 37;

    /// <summary>Its staff were trained, until the certificate ends.</summary>
    public const int Trained = 39;

    /// <summary>A promise, and so no fact of an entry that nobody else has checked.</summary>
    public const int NoNeedToLeave = 43;
}
