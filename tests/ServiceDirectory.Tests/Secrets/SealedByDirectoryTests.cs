using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Pages;

namespace ServiceDirectory.Tests.Secrets;

/// <summary>What the framework seals is sealed with the directory's own key.</summary>
public sealed class SealedByDirectoryTests(PublicWorld world) : IClassFixture<PublicWorld>
{
    [Fact]
    public async Task Sealed_ByOneProgram_IsOpenedByTheOther_AndForTheSamePurposeOnly()
    {
        await using var other = world.Start(world.With());
        var here = world.Program.Services.GetRequiredService<IDataProtectionProvider>();
        var there = other.Services.GetRequiredService<IDataProtectionProvider>();
        string taken = here.CreateProtector("forms", "v1").Protect("words");
        Assert.Equal("words", there.CreateProtector("forms").CreateProtector("v1").Unprotect(taken));
        foreach (var purposes in new[] { ["forms"], ["forms", "v2"], ["formsv1"], ["forms v1"], new[] { "v1", "forms" } })
            Assert.ThrowsAny<CryptographicException>(() => there.CreateProtector(purposes).Unprotect(taken));
        Assert.ThrowsAny<CryptographicException>(() => there.CreateProtector("forms", "v1").Unprotect([1, 2, 3]));
        // Not what our own code seals either.
        Assert.ThrowsAny<CryptographicException>(() => there.CreateProtector("ticket").Unprotect(DirectorySecrets.Read(TestSecrets.Folder).Seal("ticket", [1])));
    }

    /// <summary>It would be another one in each process.</summary>
    [Fact]
    public void Framework_MakesNoKey() => Assert.DoesNotContain(
        world.Program.Services.GetServices<IHostedService>(), service => service.GetType().Assembly == typeof(DataProtectionOptions).Assembly);
}
