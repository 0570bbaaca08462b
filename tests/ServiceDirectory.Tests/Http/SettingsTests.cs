using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Tests.Http;

/// <summary>A wrong setting stops the program with a line that names it, and with nothing else.</summary>
public sealed class SettingsTests
{
    [Theory]
    [InlineData("Directory:Id", "No Spaces")]
    [InlineData("Directory:Name", " ")]
    [InlineData("Directory:HomeCountry", "gb")]
    [InlineData("Directory:HomeCountry", "XQ")]
    [InlineData("Directory:ExitAddress", "http://weather.example/")]
    [InlineData("Directory:Languages", "xx")]
    [InlineData("Directory:Languages", "es;en")]
    [InlineData("Directory:Languages", "en;es;es")]
    [InlineData("Directory:Onion", "short.onion")]
    [InlineData("Directory:SecurityContact", "javascript:alert(1)")]
    [InlineData("Directory:RateLimits", "maybe")]
    [InlineData("Directory:ProxyNetworks", "everybody")]
    [InlineData("Directory:ProxyNetworks", "172.30.0.0/24;0.0.0.0/0")]
    [InlineData("Directory:ProxyNetworks", "::/0")]
    public void Validate_WrongSetting_NamesIt(string setting, string value)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new(setting, value)]).Build();
        var options = settings.GetSection(DirectoryOptions.Section).Get<DirectoryOptions>()!;
        var refused = Assert.Single(new DirectoryOptionsRules().Validate(null, options).Failures!);
        Assert.StartsWith(setting, refused, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Directory__HomeCountry", "xx", "Directory:HomeCountry should be the two capital letters of a country, for example GB.")]
    [InlineData("Directory__ExitAddress", "weather", "Directory:ExitAddress should be a full https address.")]
    [InlineData("ConnectionStrings__Public", "", "ConnectionStrings__Public is not set.")]
    [InlineData("ConnectionStrings__Public", "nonsense", "ConnectionStrings__Public is not a connection string.")]
    [InlineData("ConnectionStrings__Directory", "Host=a;Username=c;Password=d", "ConnectionStrings__Directory has no Database.")]
    [InlineData("ConnectionStrings__Directory", "Host=a;Database=b;Username=c;Minimum Pool Size=2;Maximum Pool Size=1", "ConnectionStrings__Directory is not a connection string.")]
    [InlineData("Directory__Secrets", "/nonexistent", "The secret /nonexistent/pepper is missing or cannot be read by this user.")]
    [InlineData("ASPNETCORE_FORWARDEDHEADERS_ENABLED", "true", "ASPNETCORE_FORWARDEDHEADERS_ENABLED lets anybody choose their address.")]
    public async Task Start_WrongSetting_EndsWithOneLine(string setting, string value, string line)
    {
        var (output, problems) = await EndAsync(setting, value);
        Assert.StartsWith(line, Assert.Single(problems.Trim().Split('\n')), StringComparison.Ordinal);
        Assert.Equal("", output);
    }

    [FullFact]
    public async Task Start_NoAddressToListenOn_EndsWithOneLine()
    {
        var (output, problems) = await EndAsync("ASPNETCORE_URLS", "nonsense");
        Assert.StartsWith("The program cannot listen where it should (ASPNETCORE_URLS):", Assert.Single(problems.Trim().Split('\n')), StringComparison.Ordinal);
        // By then the log may say that the database is away, and nothing else.
        Assert.DoesNotContain("Microsoft.Extensions.Hosting", output, StringComparison.Ordinal);
    }

    /// <summary>Starts the program with one setting changed and waits until it has ended with status 1.</summary>
    private static async Task<(string Output, string Problems)> EndAsync(string setting, string value)
    {
        var stop = TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "ServiceDirectory.Web.dll")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        // Nothing answers at this address, and nothing has to: the settings are read first.
        foreach (var login in new[] { "Directory", "Public" })
            start.Environment[$"ConnectionStrings__{login}"] = "Host=/nonexistent;Database=a;Username=b;Password=c";
        start.Environment[SecretsFolder.Setting] = TestSecrets.Folder;
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment[setting] = value;
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(stop);
            var problems = process.StandardError.ReadToEndAsync(stop);
            await process.WaitForExitAsync(stop).WaitAsync(TimeSpan.FromMinutes(2), stop);
            Assert.Equal(1, process.ExitCode);
            return (await output, await problems);
        }
        finally
        {
            // One that started after all must not stay.
            process.Kill(entireProcessTree: true);
        }
    }
}
