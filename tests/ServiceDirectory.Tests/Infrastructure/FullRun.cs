namespace ServiceDirectory.Tests.Infrastructure;

/// <summary><c>./dev test --full</c>, which build machines run: everything in its full size.</summary>
internal static class FullRun
{
    public static bool IsAsked { get; } = Environment.GetEnvironmentVariable("DIRECTORY_TESTS_FULL") is not null;
}
