using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using ServiceDirectory.Core.Data;

namespace ServiceDirectory.Tests.Infrastructure;

/// <summary>The web program as it runs for people (Production), over a database of this test.</summary>
/// <param name="logins">The database.</param>
/// <param name="clock">What the program takes for now; null: the real clock.</param>
/// <param name="settings">More settings, such as <c>Directory:HomeCountry</c>.</param>
public sealed class AppFactory(
    DirectoryLogins logins, TimeProvider? clock = null, IReadOnlyDictionary<string, string>? settings = null)
    : WebApplicationFactory<Program>
{
    /// <summary>Passphrases cost as much as they do in real life; else next to nothing.</summary>
    public bool HashesAsInRealLife { get; init; }

    /// <summary>The same program with a wrong password for the public role: what a person sees when the directory cannot be read.</summary>
    public static AppFactory WithBrokenPublicLogin(DirectoryLogins logins)
    {
        ArgumentNullException.ThrowIfNull(logins);
        var broken = new NpgsqlConnectionStringBuilder(logins.Settings.Require(Login.Public)) { Password = "wrong" };
        return new AppFactory(logins, null, new Dictionary<string, string> { ["ConnectionStrings:Public"] = broken.ConnectionString });
    }

    /// <summary>A browser that follows no redirect and keeps cookies, so that a test sees each answer as it is.</summary>
    public HttpClient Browser() => CreateClient(new WebApplicationFactoryClientOptions
    {
        AllowAutoRedirect = false,
        BaseAddress = new Uri("https://localhost"),
    });

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.UseEnvironment("Production");
        builder.UseSetting("ConnectionStrings:Directory", logins.Settings.Require(Login.Directory));
        builder.UseSetting("ConnectionStrings:Public", logins.Settings.Require(Login.Public));
        builder.UseSetting("Directory:Secrets", TestSecrets.Folder);
        foreach (var (key, value) in settings ?? new Dictionary<string, string>())
            builder.UseSetting(key, value);
        if (!HashesAsInRealLife)
            builder.ConfigureTestServices(services => services.PostConfigure<PasswordHasherOptions>(options => options.IterationCount = 1_000));
        if (clock is not null)
            builder.ConfigureTestServices(services => services.Replace(ServiceDescriptor.Singleton(clock)));
    }
}
