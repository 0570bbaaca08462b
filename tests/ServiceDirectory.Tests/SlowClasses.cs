using ServiceDirectory.Tests.Infrastructure;

[assembly: TestCollectionOrderer(typeof(ServiceDirectory.Tests.SlowClasses))]

namespace ServiceDirectory.Tests;

/// <inheritdoc/>
public sealed class SlowClasses() : LongestFirst(
    nameof(Http.HostileInputTests), nameof(Fuzz.FuzzTests), nameof(Permissions.PermissionMatrixTests), nameof(Search.HiddenPlaceTests), nameof(Vetting.StateMoveTests),
    nameof(Search.ListingSearchModelTests), nameof(Http.HostileFormsTests), nameof(Http.CrawlTests), nameof(Listings.HostileContentTests));
