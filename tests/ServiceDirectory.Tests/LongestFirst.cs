using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(ServiceDirectory.Tests.LongestFirst))]

namespace ServiceDirectory.Tests;

/// <summary>
/// Classes that take minutes begin first, so that none of them runs on alone at the end while the other cores have nothing to do. Of two threads one
/// takes from the front of the list and one from its end, so they stand at both. The others follow by name.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] s_long =
    [
        nameof(Http.HostileInputTests), nameof(Permissions.PermissionMatrixTests), nameof(Search.HiddenPlaceTests), nameof(Vetting.StateMoveTests),
        nameof(Search.ListingSearchModelTests), nameof(Http.HostileFormsTests), nameof(Http.CrawlTests), nameof(Listings.HostileContentTests),
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(Place).ThenBy(collection => collection.TestCollectionDisplayName, StringComparer.Ordinal)];

    private static int Place<TTestCollection>(TTestCollection collection)
        where TTestCollection : ITestCollection =>
        Array.FindIndex(s_long, name => collection.TestCollectionDisplayName.Contains($".{name} ", StringComparison.Ordinal)) switch
        {
            < 0 => s_long.Length,
            var place when place % 2 == 0 => place,
            var place => (2 * s_long.Length) - place,
        };
}
