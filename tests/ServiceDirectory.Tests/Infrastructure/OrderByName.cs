using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCaseOrderer(typeof(ServiceDirectory.Tests.Infrastructure.OrderByName))]

namespace ServiceDirectory.Tests.Infrastructure;

/// <summary>
/// The tests of a class run in the order of their names. The framework's own order comes from where the assembly lies, so that a test that leans on
/// another could be green on every machine but the one that decides.
/// </summary>
public sealed class OrderByName : ITestCaseOrderer
{
    public IReadOnlyCollection<TTestCase> OrderTestCases<TTestCase>(IReadOnlyCollection<TTestCase> testCases)
        where TTestCase : notnull, ITestCase => [.. testCases.OrderBy(test => test.TestCaseDisplayName, StringComparer.Ordinal)];
}
