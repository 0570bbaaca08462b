using Microsoft.Extensions.Options;
using ServiceDirectory.Core;

namespace ServiceDirectory.Web;

/// <summary>What can be wrong before the first page, said in one line to whoever starts the program.</summary>
internal static class StartUp
{
    /// <summary>Reads every setting of the directory now, not when the first person asks for a page.</summary>
    /// <exception cref="SettingException">Some are wrong; the message names each.</exception>
    public static void CheckSettings(this WebApplication app)
    {
        try
        {
            _ = app.Services.GetRequiredService<IOptions<DirectoryOptions>>().Value;
        }
        catch (OptionsValidationException wrong)
        {
            throw new SettingException(string.Join(Environment.NewLine, wrong.Failures), wrong);
        }
        catch (InvalidOperationException wrong)
        {
            // The framework's own: "Failed to convert configuration value at 'Directory:…' to type '…'".
            throw new SettingException(wrong.Message, wrong);
        }
    }

    /// <summary>Starts to answer.</summary>
    /// <exception cref="SettingException">The address or port that was asked for cannot be had.</exception>
    public static async Task ListenAsync(this WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch (Exception wrong) when (wrong is IOException or FormatException or InvalidOperationException)
        {
            throw new SettingException($"The program cannot listen where it should (ASPNETCORE_URLS): {wrong.Message}", wrong);
        }
    }
}
