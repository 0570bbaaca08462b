using Microsoft.Extensions.DependencyInjection.Extensions;
using ServiceDirectory.Core.Training;
using ServiceDirectory.Core.Vetting;

namespace ServiceDirectory.Web.Curating;

/// <summary>What trains the staff of services, and those who study to be that.</summary>
internal static class TrainingServices
{
    public static void AddTraining(this WebApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton<PrivateNotes>();
        builder.Services.AddScoped<TrainingService>();
        builder.Services.AddScoped<TrainingReader>();
        builder.Services.AddScoped<OutcomeService>();
        builder.Services.AddSingleton<SayTraining>();
    }
}
