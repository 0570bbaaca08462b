using System.Globalization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ServiceDirectory.Core.Secrets;

namespace ServiceDirectory.Web.Http;

/// <summary>
/// What the framework seals for itself is sealed with the directory's own key, so that each web process opens what another one gave out. The
/// framework would make a key per process and write it into the home folder in clear.
/// </summary>
/// <param name="secrets">The key that all processes read from one folder.</param>
/// <param name="purpose">What is sealed: it opens for the same words only.</param>
internal sealed class SealedByDirectory(DirectorySecrets secrets, string purpose) : IDataProtector
{
    private const string Framework = "framework";

    /// <summary>After everything that adds the framework's own.</summary>
    public static void Add(IServiceCollection services)
    {
        services.Replace(ServiceDescriptor.Singleton<IDataProtectionProvider>(provider => new SealedByDirectory(provider.GetRequiredService<DirectorySecrets>(), Framework)));
        // Makes the first of the framework's keys at start.
        foreach (var start in services.Where(IsKeyMaker).ToList())
            services.Remove(start);
    }

    // Each part with its length: two parts are never one.
    public IDataProtector CreateProtector(string purpose1) => new SealedByDirectory(secrets, string.Create(CultureInfo.InvariantCulture, $"{purpose} {purpose1.Length}:{purpose1}"));

    public byte[] Protect(byte[] plaintext) => secrets.Seal(purpose, plaintext);

    public byte[] Unprotect(byte[] protectedData) => secrets.Open(purpose, protectedData);

    private static bool IsKeyMaker(ServiceDescriptor service) =>
        service.ServiceType == typeof(IHostedService) && service.ImplementationType?.Assembly == typeof(DataProtectionOptions).Assembly;
}
