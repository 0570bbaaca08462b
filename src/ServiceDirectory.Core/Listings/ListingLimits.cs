namespace ServiceDirectory.Core.Listings;

/// <summary>The longest and the most that a description may hold: characters, or items of a list.</summary>
public static class ListingLimits
{
    public const int Name = 120;
    public const int Summary = 280;
    public const int Description = 4_000;

    /// <summary>Any other text.</summary>
    public const int Words = 1_000;

    /// <summary>A note beside one fact.</summary>
    public const int Note = 280;

    public const int Street = 120;
    public const int PostalCode = 16;
    public const int Address = 200;
    public const int Languages = 30;
    public const int Names = 10;
    public const int Needs = 20;
    public const int Sites = 50;
    public const int Rules = 42;
    public const int SpecialDays = 120;
    public const int Phones = 10;
    public const int Messages = 10;
    public const int RemoteAreas = 100;
    public const int Facts = 400;
    public const double SmallestRadiusKm = 1;
    public const double RadiusKm = 200;
    public const int FullDays = 30;
    public const int FirstYear = 2000;
    public const int LastYear = 2199;
}
