using System.Runtime.CompilerServices;

namespace ServiceDirectory.Tests.Infrastructure;

/// <summary><c>./dev test --full</c>, which build machines run: everything in its full size.</summary>
internal static class FullRun
{
    public static bool IsAsked { get; } = Environment.GetEnvironmentVariable("DIRECTORY_TESTS_FULL") is not null;
}

/// <summary>
/// A test of a full run, and of one that asks for it by name: it takes seconds, and what it holds is seldom broken without something
/// cheaper going red beside it.
/// </summary>
public sealed class FullFactAttribute : FactAttribute
{
    public FullFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber) => Explicit = !FullRun.IsAsked;
}

/// <summary>As <see cref="FullFactAttribute"/>, for each of its rows.</summary>
public sealed class FullTheoryAttribute : TheoryAttribute
{
    public FullTheoryAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber) => Explicit = !FullRun.IsAsked;
}
