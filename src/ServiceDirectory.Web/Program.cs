using Serilog;
using ServiceDirectory.Core;
using ServiceDirectory.Web;
using ServiceDirectory.Web.Accounts;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Http;
using ServiceDirectory.Web.Monitoring;
using ServiceDirectory.Web.Sharing;

if (args is [Healthy.Verb])
    return await Healthy.AskAsync();
try
{
    var builder = WebApplication.CreateBuilder(args);
    builder.Logging.ClearProviders();
    builder.Services.AddSerilog(log => QuietLog.Configure(log, builder.Configuration));
    builder.AddDirectoryData();
    builder.AddAccounts();
    builder.AddKeeping();
    builder.AddImport();
    builder.AddVetting();
    builder.AddCouncil();
    builder.AddTraining();
    builder.AddSharing();
    builder.AddDirectoryPages();
    builder.AddFigures();

    var app = builder.Build();
    app.CheckSettings();
    app.UseDirectoryPages();
    await app.ListenAsync();
    await app.WaitForShutdownAsync();
    return 0;
}
catch (SettingException wrong)
{
    // The message names a setting and never holds what somebody searched for.
    await Console.Error.WriteLineAsync(wrong.Message);
    return 1;
}

/// <summary>Named so that tests can start the same host.</summary>
public partial class Program;
