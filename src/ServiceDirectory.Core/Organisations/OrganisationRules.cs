using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Core.Organisations;

/// <summary>What may stand in an organisation's own description.</summary>
internal static class OrganisationRules
{
    /// <exception cref="ListingInvalidException">Something in it is wrong.</exception>
    public static void Require(CreateOrganisation create, Func<int, ListingPlace?> places)
    {
        ListingProblem[] problems =
        [
            .. TextRules.Check("name", create.Name, ListingLimits.Name),
            .. create.About is null ? [] : TextRules.Check("about", create.About, ListingLimits.Words),
            .. Others(create, places),
        ];
        if (problems.Length > 0)
            throw new ListingInvalidException(problems);
    }

    private static IEnumerable<ListingProblem> Others(CreateOrganisation create, Func<int, ListingPlace?> places)
    {
        if (!Countries.Contains(create.Country))
            yield return new ListingProblem("country", "unknown", $"There is no country {create.Country}. Write two capital letters, such as GB.");
        if (create.PlaceId is { } place && places(place) is null)
            yield return new ListingProblem("placeId", "unknown", $"There is no place {place}.");
        if (create.Website is { } website && !TextRules.IsHttp(website))
            yield return new ListingProblem("website", "not-http", "Write a whole address that begins with https:// or http://.");
        if (create is { PublicBadge: true, PublicName: false })
            yield return new ListingProblem("publicBadge", "without-name", "It can be shown as community-led only on a page under its name.");
    }
}
