using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace ServiceDirectory.Tests.Infrastructure;

/// <summary>
/// Bodies of requests that are larger than what the framework keeps in memory would go into files of the folder this names. There is no such
/// folder, so that in all tests whatever wants to write one fails.
/// </summary>
internal static class NoTemporaryFiles
{
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "It has to stand before the first program of a test starts, whichever that is.")]
    public static void Forbid() => Environment.SetEnvironmentVariable("ASPNETCORE_TEMP", Path.Combine(Path.GetTempPath(), "no-such-folder-of-tests"));
}
