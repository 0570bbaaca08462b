using ServiceDirectory.Tests.Infrastructure;

[assembly: TestCollectionOrderer(typeof(ServiceDirectory.EndToEndTests.SlowClasses))]

namespace ServiceDirectory.EndToEndTests;

/// <inheritdoc/>
public sealed class SlowClasses() : LongestFirst(nameof(TwoOrganisationsTests), nameof(AccessibilityTests), nameof(LookTests), nameof(PictureTests));
