using Xunit.Sdk;
using Xunit.v3;

namespace ServiceDirectory.Tests.Infrastructure;

/// <summary>
/// Classes that take minutes begin first, so that none of them runs on alone at the end while the other cores have nothing to do. Of two threads one
/// takes from the front of the list and one from its end, so they stand at both. The others follow by name.
/// </summary>
/// <param name="names">Of classes; the longest first.</param>
public abstract class LongestFirst(params IReadOnlyList<string> names) : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(Place).ThenBy(collection => collection.TestCollectionDisplayName, StringComparer.Ordinal)];

    private int Place<TTestCollection>(TTestCollection collection)
        where TTestCollection : ITestCollection =>
        names.Index().Where(one => collection.TestCollectionDisplayName.Contains($".{one.Item} ", StringComparison.Ordinal)).Select(one => one.Index).FirstOrDefault(-1) switch
        {
            < 0 => names.Count,
            var place when place % 2 == 0 => place,
            var place => (2 * names.Count) - place,
        };
}
