using Npgsql;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Secrets;

namespace ServiceDirectory.Web;

/// <summary>The two roads to the database: what somebody reads without an account only ever takes the public one.</summary>
internal static class DataServices
{
    /// <summary>
    /// Adds both pools, keyed by <see cref="Login.Directory"/> and <see cref="Login.Public"/>, and the contexts that use them.
    /// The owner's login is not read, so this program cannot lose it.
    /// </summary>
    /// <exception cref="SettingException">A connection string is missing or cannot be understood.</exception>
    public static void AddDirectoryData(this WebApplicationBuilder builder)
    {
        string? Setting(string name) => builder.Configuration[name.Replace("__", ":", StringComparison.Ordinal)];
        var settings = ConnectionSettings.Read(
            Setting,
            SecretsFolder.OfLogins(Setting),
            builder.Environment.IsDevelopment() ? AppContext.BaseDirectory : null,
            Login.Directory,
            Login.Public);
        var app = settings.Require(Login.Directory);
        var reader = settings.Require(Login.Public);
        bool isMirror = !string.IsNullOrEmpty(builder.Configuration[$"{DirectoryOptions.Section}:{nameof(DirectoryOptions.MirrorUntil)}"]);
        builder.Services.AddKeyedSingleton<NpgsqlDataSource>(Login.Directory, (_, _) => DataSources.App(app));
        builder.Services.AddKeyedSingleton<NpgsqlDataSource>(Login.Public, (_, _) => DataSources.Public(reader, mirrored: isMirror));
        builder.Services.AddDbContext<DirectoryDbContext>((services, options) =>
            DirectoryDatabase.Configure(options, services.GetRequiredKeyedService<NpgsqlDataSource>(Login.Directory)));
        builder.Services.AddDbContext<PublicContext>((services, options) =>
            DirectoryDatabase.Configure(options, services.GetRequiredKeyedService<NpgsqlDataSource>(Login.Public)));
    }
}
