using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(ServiceDirectory.Tests.LongestFirst))]

namespace ServiceDirectory.Tests;

/// <summary>Classes that take minutes begin first, so that none of them runs on alone at the end while the other cores have nothing to do. The others follow by name.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] s_long =
    [
        nameof(Http.HostileInputTests), nameof(Search.HiddenPlaceTests), nameof(Search.ListingSearchModelTests), nameof(Permissions.PermissionMatrixTests),
        nameof(Http.CrawlTests), nameof(Listings.HostileContentTests), nameof(Http.HostileFormsTests), nameof(Vetting.StateMoveTests),
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(Place).ThenBy(collection => collection.TestCollectionDisplayName, StringComparer.Ordinal)];

    private static int Place<TTestCollection>(TTestCollection collection)
        where TTestCollection : ITestCollection =>
        Array.FindIndex(s_long, name => collection.TestCollectionDisplayName.Contains($".{name} ", StringComparison.Ordinal)) is >= 0 and var place ? place : s_long.Length;
}
