using Xunit.v3;

namespace ServiceDirectory.Tests.Infrastructure;

/// <summary>The number of the security property that a test holds.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class PropertyAttribute(int number) : Attribute, ITraitAttribute
{
    public int Number { get; } = number;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("Property", $"{Number}")];
}
